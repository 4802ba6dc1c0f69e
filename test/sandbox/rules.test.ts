import { readFileSync } from 'node:fs';
import twitterText from 'twitter-text';
import { describe, expect, it } from 'vitest';
import { weightedLength } from '../../src/lib/weighted-length.js';
import { handlesIn } from '../../src/sandbox/mentions.js';
import { RateLimits } from '../../src/sandbox/rate-limits.js';
import type { Sample, SeedAccount } from '../../src/sandbox/server.js';

describe('weighted length agrees with twitter-text', () => {
  it.each([
    'plain words',
    'बिजली नहीं आ रही, क़लम',
    'see https://example.com/a/very/long/path?with=query and more',
    'bare jansunwai.up.nic.in and example.com/x here',
    'flags 🇮🇳 family 👨‍👩‍👧 keycap 1️⃣ heart ❤️ thumbs 👍🏽',
    '₹500 … – “quotes” ✅ №',
    'e\u0301 accent',
    'code 7KM2-PQ4X, v1.2 and 3.5 units. Done',
    '@sw_energy #close 7KM2-PQ4X',
  ])('%s', (text) => {
    expect(weightedLength(text)).toBe(twitterText.parseTweet(text).weightedLength);
  });
});

it('counts each caller’s calls at each endpoint, and begins anew after the window', () => {
  let now = 1_000;
  const limits = new RateLimits(
    { now: () => now },
    { search: 2, timeline: 1, posts: 1, users: 1, me: 1, create: 1 },
  );
  const take = (caller: string) => limits.take(caller, 'search');
  expect(take('a')).toMatchObject({
    allowed: true,
    headers: { 'x-rate-limit-limit': '2', 'x-rate-limit-remaining': '1' },
  });
  expect(take('a').allowed).toBe(true);
  expect(take('a')).toMatchObject({
    allowed: false,
    headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '901' },
  });
  expect(take('b').allowed).toBe(true);
  expect(limits.take('a', 'create').allowed).toBe(true);
  now += 900_000;
  expect(take('a').allowed).toBe(true);
});

it('the shipped samples are by people who exist and name the handle they are for', () => {
  const accounts = JSON.parse(readFileSync('data/sandbox/accounts.json', 'utf8')) as SeedAccount[];
  const samples = JSON.parse(readFileSync('data/sandbox/samples.json', 'utf8')) as Sample[];
  const ids = accounts.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(accounts.map(({ handle }) => handle)).size).toBe(ids.length);
  for (const { handle } of accounts) expect(handle).toMatch(/^[A-Za-z0-9_]{1,15}$/);
  expect(samples).toHaveLength(10);
  for (const sample of samples) {
    expect(ids).toContain(sample.as);
    expect([...handlesIn(sample.text)]).toEqual([sample.handle]);
    expect(weightedLength(sample.text)).toBeLessThanOrEqual(280);
  }
});
