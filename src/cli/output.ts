import { describeFault, type Fault, SunwaiError } from '../lib/errors.js';

/** Data goes to stdout, everything else to stderr. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** The outcome of a command: a sentence, or the same as JSON when `--json` asks for it. */
export function say(json: true | undefined, value: unknown, sentence: string): void {
  if (json === true) printJson(value);
  else print(sentence);
}

/** Shows what does not keep a command from going on. */
export function warn(fault: Fault): void {
  process.stderr.write(`${describeFault(fault)}\n`);
}

/** Shows an error and sets the exit code: 2 for what the operator can mend, 1 for a fault of ours. */
export function fail(error: unknown): void {
  if (error instanceof SunwaiError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
    return;
  }
  process.stderr.write(`BUG-001 ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}
