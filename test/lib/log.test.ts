import fs from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { createLog } from '../../src/lib/log.js';

const lines: string[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  lines.length = 0;
});

/** What a log writes to standard error while `write` runs. */
function written(level: string, write: (log: ReturnType<typeof createLog>) => void) {
  vi.spyOn(fs, 'writeSync').mockImplementation((fd: number, chunk: unknown) => {
    if (fd !== 2) throw new Error(`the log wrote to ${fd}`);
    lines.push(String(chunk));
    return Buffer.byteLength(String(chunk));
  });
  write(createLog(level));
  return lines.join('');
}

it('hides tokens, keys and the words of citizens, also when they lie deep', () => {
  const secret = 'HIDE-ME';
  const out = written('debug', (log) => {
    for (const field of ['authorization', 'Authorization', 'accessToken', 'accessSecret', 'text']) {
      log.info({ [field]: secret }, 'flat');
      log.warn({ request: { [field]: secret } }, 'one deep');
      log.error({ request: { headers: { [field]: secret } } }, 'two deep');
      log.debug({ posts: [{ [field]: secret }] }, 'in a list');
    }
    for (const field of ['appKey', 'appSecret', 'bearerToken', 'token', 'secret'])
      log.info({ [field]: secret }, 'flat');
  });
  expect(out.trim().split('\n')).toHaveLength(25);
  expect(out).not.toContain(secret);
  expect(out).toContain('"accessToken":"[hidden]"');
});

it('writes one JSON line each, with fields, time and message', () => {
  const out = written('info', (log) => log.info({ code: '7KM2PQ4X', disposition: 'case_opened' }, 'decided'));
  expect(JSON.parse(out)).toEqual({
    level: 30,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    code: '7KM2PQ4X',
    disposition: 'case_opened',
    msg: 'decided',
  });
});

it('keeps quiet below its level', () => {
  expect(written('warn', (log) => log.info({}, 'decided'))).toBe('');
});
