import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { loadKnowledge, readConfig } from '../compose.js';
import { officeByHandle } from '../directory/look-up.js';
import type { Meaning } from '../intents/types.js';
import { warn } from './output.js';

export function classifyCommand(program: Command): void {
  program
    .command('classify')
    .description(
      'Read JSON lines {id, text, handle?, media?} from stdin; write what each means as JSON lines, in the same order.',
    )
    .option('--json', 'JSON lines (always so; accepted for sameness)')
    .addHelpText(
      'after',
      '\nExample:\n  $ echo \'{"id":"1","text":"3 din se bijli nahi hai, Lucknow"}\' | npx sunwai classify\n',
    )
    .action(async () => {
      const { directory, interpret } = loadKnowledge(readConfig(), warn);
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
        const to = input.handle === undefined ? null : officeByHandle(directory, input.handle);
        const out = answerOf(input.id, interpret(input.text, to, input.media));
        // Waiting for the reader keeps memory flat, however long the input is.
        if (!process.stdout.write(`${JSON.stringify(out)}\n`))
          await new Promise((resolve) => process.stdout.once('drain', resolve));
      }
    });
}

/** The line other tools read: its names are part of the outside face. */
function answerOf(id: unknown, meaning: Meaning) {
  return {
    id,
    intent: meaning.intent,
    confidence: meaning.confidence,
    needs_human: meaning.needsHuman,
    emergency: meaning.emergency,
    service: meaning.service,
    department: meaning.department,
    departments: meaning.departments,
    district: meaning.district,
    station: meaning.station,
    language: meaning.language,
    outside: meaning.outside,
    entities: meaning.entities,
    why: meaning.why,
  };
}

interface Input {
  id: unknown;
  text: string;
  handle?: string;
  /** A photo or video is attached. */
  media: boolean;
}

/** The line as input, or what is wrong with it. */
function readLine(raw: string): Input | string {
  try {
    const parsed = JSON.parse(raw) as Partial<Input> | null;
    if (typeof parsed !== 'object' || parsed === null) return 'it is not an object';
    if (typeof parsed.text !== 'string') return 'text: it is missing or not a string';
    if (parsed.handle !== undefined && parsed.handle !== null && typeof parsed.handle !== 'string')
      return 'handle: it is not a string';
    if (parsed.media !== undefined && parsed.media !== null && typeof parsed.media !== 'boolean')
      return 'media: it is neither true nor false';
    const { id = null, text, handle, media } = parsed;
    return { id, text, media: media ?? false, ...(handle ? { handle } : {}) };
  } catch {
    return 'it is not JSON';
  }
}
