import type { Command } from 'commander';
import { readConfig } from '../compose.js';
import { SunwaiError } from '../lib/errors.js';
import { systemClock } from '../lib/instant.js';
import { createSeal } from '../lib/seal.js';
import { say } from './output.js';
import { withStore } from './with-store.js';

export function handleRekeyCommand(handle: Command): void {
  handle
    .command('rekey')
    .description(
      'Encrypt every token anew, from SUNWAI_SECRET_KEY to SUNWAI_SECRET_KEY_NEW, all or none. The desk must have been started with both keys, or not run.',
    )
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ SUNWAI_SECRET_KEY_NEW=… npx sunwai handle rekey\n')
    .action(async ({ json }: { json?: true }) => {
      const { SUNWAI_SECRET_KEY: key, SUNWAI_SECRET_KEY_NEW: next } = readConfig().values;
      if (next === '' || next === key) {
        const detail = next === '' ? 'it is not set' : 'it is the key of before';
        throw new SunwaiError({ code: 'CFG-004', where: 'SUNWAI_SECRET_KEY_NEW', detail });
      }
      const both = createSeal(key, next);
      const rekeyed = await withStore((store) =>
        store.resealCredentials((sealed) => both.seal(both.open(sealed)), systemClock.now()),
      );
      if (rekeyed === null) {
        throw new SunwaiError({ code: 'HDL-005', where: 'handle rekey', detail: 'nothing was changed' });
      }
      const sentence = `${rekeyed} token${rekeyed === 1 ? '' : 's'} encrypted with the new key. Now make it SUNWAI_SECRET_KEY, take SUNWAI_SECRET_KEY_NEW away, and start the desk anew`;
      say(json, { rekeyed }, sentence);
    });
}
