#!/usr/bin/env node
import { createProgram } from './cli/program.js';
import { fail } from './cli/output.js';

try {
  await createProgram().parseAsync();
} catch (error) {
  fail(error);
}
