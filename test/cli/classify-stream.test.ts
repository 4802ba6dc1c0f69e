import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { cleanUp, freshFolder, PROJECT } from '../e2e/program.js';

vi.setConfig({ testTimeout: 300_000 });
afterAll(cleanUp);

const POSTS = 10_000;
/** Megabytes of memory a program gets: a good deal less than the input, which is 80 and more. */
const MEMORY = 64;
const isBroken = (id: number) => id % 997 === 0;

/** Posts that differ, with words nobody wrote before, each in a line of eight kilobytes. */
function* lines(): Generator<string> {
  const rest = 'x'.repeat(8_000);
  for (let id = 1; id <= POSTS; id += 1) {
    const text = `${id} din se bijli nahi aa rahi mohallanamaurkuchh${id.toString(26).replace(/[0-9]/g, 'q')}`;
    yield isBroken(id) ? `{"id":${id},"text":${rest}\n` : `${JSON.stringify({ id, text, rest })}\n`;
  }
}

interface Streamed {
  code: number | null;
  signal: NodeJS.Signals | null;
  ids: unknown[];
  said: string;
}

/** Feeds every line to a program that has only so much memory, and reads its answers as they come. */
async function stream(args: readonly string[], folder: string): Promise<Streamed> {
  const child = spawn(process.execPath, [`--max-old-space-size=${MEMORY}`, ...args], {
    cwd: folder,
    env: {},
  });
  const ended = new Promise<Pick<Streamed, 'code' | 'signal'>>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    said += part;
  });
  // A program that died reads no further: its exit code tells.
  const fed = pipeline(Readable.from(lines()), child.stdin).catch(() => {});
  const ids: unknown[] = [];
  for await (const line of createInterface({ input: child.stdout }))
    ids.push((JSON.parse(line) as { id: unknown }).id);
  await fed;
  return { ...(await ended), ids, said };
}

describe('classify', () => {
  it('reads ten thousand posts in less memory than they take, in order, and passes over the broken ones', async () => {
    const { code, ids, said } = await stream([join(PROJECT, 'dist', 'main.js'), 'classify'], freshFolder());
    const all = Array.from({ length: POSTS }, (_, at) => at + 1);
    expect(said.split('\n').filter((line) => line !== '')).toEqual(
      all.filter(isBroken).map((id) => `IN-001 stdin:${id}: it is not JSON`),
    );
    expect(ids).toEqual(all.filter((id) => !isBroken(id)));
    expect(code).toBe(2);
  });

  it('would not get through if it kept them', async () => {
    const keeps = `
      const kept = [];
      require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => kept.push(line))
        .on('close', () => { for (const line of kept) console.log(JSON.stringify({ id: line.length })); });`;
    const { code, ids, said } = await stream(['-e', keeps], freshFolder());
    expect(ids).toEqual([]);
    expect(code).not.toBe(0);
    expect(said).toMatch(/heap/i);
  });
});
