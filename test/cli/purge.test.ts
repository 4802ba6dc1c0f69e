import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Store } from '../../src/bot/store.js';
import { createProgram } from '../../src/cli/program.js';
import { openStore } from '../../src/store/sqlite-store.js';
import { CODE, NOW } from '../cases/given.js';
import { inboxRow, opening } from '../store/given.js';

const SHOWN = '7KM2-PQ4X';
const AUTHOR = '9000000000000200001';
let folder: string;
let url: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sunwai-purge-'));
  url = `sqlite:${join(folder, 'sunwai.db')}`;
  vi.stubEnv('DATABASE_URL', url);
  await look(async (store) => {
    const more = { authorId: AUTHOR };
    await store.savePage([inboxRow('100', more), inboxRow('200', more), inboxRow('300')], null);
    await store.commitPost('100', null, opening(), [], null, NOW);
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function look<T>(at: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore(url);
  await store.migrate();
  return at(store).finally(() => store.close());
}
const held = () => look((store) => store.countHeld('all'));

/** What the command prints. */
async function purge(...words: string[]): Promise<string> {
  const lines: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  try {
    await createProgram().parseAsync(['purge', ...words], { from: 'user' });
  } finally {
    spy.mockRestore();
  }
  return lines.join('');
}

describe('sunwai purge', () => {
  it('takes the posts of one author, and says which cases say so', async () => {
    expect(await purge('--author', AUTHOR, '--yes')).toBe(`2 posts purged; cases that say so: ${SHOWN}\n`);
    expect(await held()).toBe(1);
    expect(await look((store) => store.caseByCode(CODE))).toMatchObject({ stage: 'open', version: 2 });
    expect(JSON.parse(await purge('--author', AUTHOR, '--yes', '--json'))).toEqual({ posts: 0, cases: [] });
  });

  it('takes one post, or all', async () => {
    expect(JSON.parse(await purge('--post', '200', '--yes', '--json'))).toEqual({ posts: 1, cases: [] });
    expect(await held()).toBe(2);
    expect(JSON.parse(await purge('--all', '--yes', '--json'))).toEqual({ posts: 2, cases: [SHOWN] });
    expect(await held()).toBe(0);
  });

  it('does nothing without --yes, but says how much it would be', async () => {
    await expect(purge('--author', AUTHOR)).rejects.toThrow('PRG-002 purge: text of 2 posts would go');
    await expect(purge('--post', '200')).rejects.toThrow('PRG-002 purge: text of 1 post would go');
    expect(await held()).toBe(3);
  });

  it.each([
    [[], 'nothing is named'],
    [['--yes'], 'nothing is named'],
    [['--all', '--author', AUTHOR, '--yes'], 'more than one is named'],
    [['--author', 'asha_namoona', '--yes'], '"asha_namoona" is not a numeric id'],
    [['--author', '', '--yes'], '"" is not a numeric id'],
    [['--post', '12 or 1=1', '--yes'], '"12 or 1=1" is not a numeric id'],
    [['--post', '9'.repeat(20), '--yes'], 'is not a numeric id'],
  ])('%j is refused: %s', async (words, detail) => {
    await expect(purge(...words)).rejects.toThrow(/^PRG-001/);
    await expect(purge(...words)).rejects.toThrow(detail);
    expect(await held()).toBe(3);
  });
});
