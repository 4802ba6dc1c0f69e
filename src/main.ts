#!/usr/bin/env node
import { fail } from './cli/output.js';
import { createProgram } from './cli/program.js';

try {
  await createProgram().parseAsync();
} catch (error) {
  fail(error);
}
