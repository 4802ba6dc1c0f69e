import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { loadKnowledge, readConfig } from '../compose.js';

export function classifyCommand(program: Command): void {
  program
    .command('classify')
    .description(
      'Read JSON lines {id, text, handle?} from stdin; write what each means as JSON lines, in the same order.',
    )
    .option('--json', 'JSON lines (always so; accepted for sameness)')
    .addHelpText(
      'after',
      '\nExample:\n  $ echo \'{"id":"1","text":"3 din se bijli nahi hai, Lucknow"}\' | npx sunwai classify\n',
    )
    .action(async () => {
      const { directory, interpret } = loadKnowledge(readConfig());
      const byHandle = new Map(
        [...directory.departments.values()].map((row) => [row.handle.toLowerCase(), row.code]),
      );
      let line = 0;
      for await (const raw of createInterface({
        input: process.stdin,
        crlfDelay: Number.POSITIVE_INFINITY,
      })) {
        line += 1;
        if (raw.trim() === '') continue;
        const input = readLine(raw);
        if (typeof input === 'string') {
          process.stderr.write(`IN-001 stdin:${line}: ${input}\n`);
          process.exitCode = 2;
          continue;
        }
        const handle = input.handle?.replace(/^@/, '').toLowerCase();
        const meaning = interpret(input.text, handle === undefined ? null : (byHandle.get(handle) ?? null));
        const {
          intent,
          confidence,
          needsHuman,
          emergency,
          service,
          department,
          departments,
          district,
          language,
          outside,
          why,
        } = meaning;
        const out = {
          id: input.id,
          intent,
          confidence,
          needs_human: needsHuman,
          emergency,
          service,
          department,
          departments,
          district,
          language,
          outside,
          why,
        };
        // Waiting for the reader keeps memory flat, however long the input is.
        if (!process.stdout.write(`${JSON.stringify(out)}\n`))
          await new Promise((resolve) => process.stdout.once('drain', resolve));
      }
    });
}

interface Input {
  id: unknown;
  text: string;
  handle?: string;
}

/** The line as input, or what is wrong with it. */
function readLine(raw: string): Input | string {
  try {
    const parsed = JSON.parse(raw) as Partial<Input> | null;
    if (typeof parsed !== 'object' || parsed === null) return 'it is not an object';
    if (typeof parsed.text !== 'string') return 'text: it is missing or not a string';
    if (parsed.handle !== undefined && parsed.handle !== null && typeof parsed.handle !== 'string')
      return 'handle: it is not a string';
    return { id: parsed.id ?? null, text: parsed.text, ...(parsed.handle ? { handle: parsed.handle } : {}) };
  } catch {
    return 'it is not JSON';
  }
}
