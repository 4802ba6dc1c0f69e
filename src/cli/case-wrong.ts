import type { Command } from 'commander';
import { correctionOf, propose } from '../bot/corrections.js';
import { addressNotices } from '../bot/notices.js';
import type { Store } from '../bot/store.js';
import { parseCode, showCode } from '../cases/code.js';
import { decideCorrection } from '../cases/correct.js';
import type { CaseLabels, Decision, Proposed } from '../cases/types.js';
import { directoryFolder, readConfig } from '../compose.js';
import { loadDirectory } from '../directory/load-directory.js';
import type { Directory } from '../directory/types.js';
import { SunwaiError } from '../lib/errors.js';
import { type Instant, systemClock } from '../lib/instant.js';
import { say } from './output.js';
import { withStore } from './with-store.js';

/** The triage desk's `#wrong`: who may use this machine's terminal may correct any case. */
export function caseWrongCommand(command: Command): void {
  command
    .command('wrong <code>')
    .description(
      'Say what the machine misread in a case. The case goes to its right owner; its deadline stays; nothing is posted.',
    )
    .option('--intent <intent>', 'grievance, emergency, query, status, appreciation, abuse_spam or other')
    .option('--service <code>', 'a code of services.csv or outside.csv; brings its department along')
    .option('--department <code>', 'a code of departments.csv')
    .option('--district <code>', 'a code of districts.csv')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ npx sunwai case wrong 7KM2-PQ4X --service STREETLIGHT\n')
    .action(async (raw: string, { json, ...said }: { json?: true } & Record<string, string>) => {
      const directory = loadDirectory(directoryFolder(readConfig()));
      const done = await withStore((store) => correctCase(store, directory, raw, said, systemClock.now()));
      const changes = Object.entries(done.after)
        .filter(([name, value]) => value !== done.before[name as keyof CaseLabels])
        .map(([name, value]) => `${name} ${value ?? 'unknown'}`);
      const sentence = `${done.code}: ${changes.length === 0 ? 'confirmed by a person' : changes.join(', ')}`;
      say(json, done, sentence);
    });
}

/** The same decision as a `#wrong` on X leads to, made by the desk. Throws CASE-001 or CASE-002. */
export async function correctCase(
  store: Store,
  directory: Directory,
  raw: string,
  said: Readonly<Record<string, string>>,
  now: Instant,
) {
  const code = parseCode(raw);
  const proposed = propose(directory, said);
  for (;;) {
    const target = code === null ? null : await store.caseByCode(code);
    if (target === null)
      throw new SunwaiError({ code: 'CASE-001', where: raw, detail: 'no case has this code' });
    const decision = decideCorrection(target, proposed, 'desk', now);
    const event = decision.events.find(({ type }) => type === 'corrected');
    if (event?.type !== 'corrected') throw refused(raw, decision, proposed);
    const correction = await correctionOf(store, decision, target);
    const notices = addressNotices({ directory }, decision, target, now);
    // False: the case changed while we judged. Judge what it is now.
    if (await store.commitTick(target, decision, notices, now, correction))
      return {
        code: showCode(target.code),
        before: event.before,
        after: event.after,
        queued: correction !== null,
      };
  }
}

function refused(where: string, { disposition }: Decision, { unknown }: Proposed): SunwaiError {
  const detail =
    disposition === 'wrong_value_unknown'
      ? `not known: ${unknown.join(', ')}`
      : disposition === 'wrong_values_disagree'
        ? 'the service belongs to another department'
        : 'nothing is different';
  return new SunwaiError({ code: 'CASE-002', where, detail });
}
