import type { Command } from 'commander';
import type { PurgeTarget } from '../bot/living-store.js';
import { showCode } from '../cases/code.js';
import { SunwaiError } from '../lib/errors.js';
import { systemClock } from '../lib/instant.js';
import { say } from './output.js';
import { withStore } from './with-store.js';

interface Options {
  author?: string;
  post?: string;
  all?: true;
  yes?: true;
  json?: true;
}

export function purgeCommand(program: Command): void {
  program
    .command('purge')
    .description(
      'Remove the text of posts from the database on request. Cases keep their codes, dates, labels and numeric ids.',
    )
    .option('--author <id>', 'every post of the account with this numeric id')
    .option('--post <id>', 'one post, in all its versions')
    .option('--all', 'every post; X asks for that within 10 business days after its contract ends')
    .option('--yes', 'really do it')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  $ npx sunwai purge --author 1234567890123456789 --yes\n')
    .action(purge);
}

async function purge({ yes, json, ...named }: Options): Promise<void> {
  const target = readTarget(named);
  await withStore(async (store) => {
    if (yes !== true) {
      const count = await store.countHeld(target);
      const detail = `text of ${count} ${count === 1 ? 'post' : 'posts'} would go`;
      throw new SunwaiError({ code: 'PRG-002', where: 'purge', detail });
    }
    const { posts, cases } = await store.purge(target, systemClock.now());
    const codes = cases.map(showCode);
    const sentence = `${posts} ${posts === 1 ? 'post' : 'posts'} purged; cases that say so: ${codes.join(', ') || 'none'}`;
    say(json, { posts, cases: codes }, sentence);
  });
}

/** Throws PRG-001 unless exactly one target is named, by a numeric id. */
function readTarget({ author, post, all }: Pick<Options, 'author' | 'post' | 'all'>): PurgeTarget {
  const targets: PurgeTarget[] = [
    ...(author === undefined ? [] : [{ author: numeric('--author', author) }]),
    ...(post === undefined ? [] : [{ post: numeric('--post', post) }]),
    ...(all === true ? ['all' as const] : []),
  ];
  const [target, ...more] = targets;
  if (target === undefined || more.length > 0) {
    const detail = target === undefined ? 'nothing is named' : 'more than one is named';
    throw new SunwaiError({ code: 'PRG-001', where: 'purge', detail });
  }
  return target;
}

function numeric(where: string, id: string): string {
  if (/^\d{1,19}$/.test(id)) return id;
  throw new SunwaiError({ code: 'PRG-001', where, detail: `"${id.slice(0, 40)}" is not a numeric id` });
}
