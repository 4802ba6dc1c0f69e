import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { SunwaiError } from '../lib/errors.js';
import type { Instant } from '../lib/instant.js';
import type { AppRecord } from './shelf.js';
import type { Identity, Standing, StoredPost } from './types.js';

/** One thing that happened. All of them, in order, are the sandbox. */
export type LedgerRecord =
  /** `renamed`: not by who starts the sandbox, so a start does not undo it. */
  | { kind: 'account'; account: Identity; at?: Instant; renamed?: true }
  | { kind: 'standing'; accountId: string; change: Partial<Standing> }
  | { kind: 'post'; post: StoredPost }
  /** What became of a post and of all its versions. */
  | { kind: 'fate'; postId: string; deletedAt?: Instant; withheld?: boolean }
  /** `since` null: it speaks again. */
  | { kind: 'dormant'; accountId: string; since: Instant | null }
  | { kind: 'clock'; offset: number }
  | AppRecord;

const KINDS: ReadonlySet<string> = new Set<LedgerRecord['kind']>([
  ...(['account', 'standing', 'post', 'fate', 'dormant', 'clock', 'app'] as const),
]);

/** Where everything that happened is written down. */
export interface Ledger {
  /** Everything so far, oldest first. */
  read(): LedgerRecord[];
  /** On disk in the system's hands when it returns: only then may anyone be answered. */
  append(records: readonly LedgerRecord[]): void;
}

/** A ledger that lives as long as the process. */
export const noLedger: Ledger = { read: () => [], append: () => undefined };

/** JSON lines in a file. Throws IN-002 if it cannot be read or written, IN-001 for a broken line. */
export function fileLedger(file: string): Ledger {
  let cutAt: number | null = null;
  return {
    read() {
      const content = readOrEmpty(file);
      // A line without its end was being written when the process died: nobody was told of it. It is cut off only
      // before something new is written, so that merely looking at a ledger never changes it.
      const whole = content.lastIndexOf('\n') + 1;
      cutAt = whole < content.length ? Buffer.byteLength(content.slice(0, whole)) : null;
      return content
        .slice(0, whole)
        .split('\n')
        .flatMap((line, index) => (line === '' ? [] : [parseLine(line, `${file}:${index + 1}`)]));
    },
    append(records) {
      if (cutAt !== null) truncateSync(file, cutAt);
      cutAt = null;
      // One write, so that a batch is there whole or with only its end missing.
      appendFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    },
  };
}

function readOrEmpty(file: string): string {
  try {
    if (!existsSync(file)) appendFileSync(file, '');
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SunwaiError({ code: 'IN-002', where: file, detail: (cause as Error).message }, { cause });
  }
}

function parseLine(line: string, where: string): LedgerRecord {
  try {
    const record = JSON.parse(line) as LedgerRecord;
    if (KINDS.has(record.kind)) return record;
  } catch {
    // Said below, with the place.
  }
  throw new SunwaiError({ code: 'IN-001', where, detail: 'this is no line of a sandbox ledger' });
}
