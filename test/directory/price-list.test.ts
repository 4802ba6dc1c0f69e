import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadLimits } from '../../src/directory/limit-list.js';
import { loadPrices, PRICE_ITEMS } from '../../src/directory/price-list.js';
import { SunwaiError } from '../../src/lib/errors.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sunwai-prices-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LISTS = { 'prices.csv': loadPrices, 'limits.csv': loadLimits };

/** The faults of a list that was shipped and then changed, as `code where`. */
function faultsOf(file: keyof typeof LISTS, change: (text: string) => string): string[] {
  const path = join(folder, file);
  writeFileSync(path, change(readFileSync(join('data', file), 'utf8')));
  try {
    LISTS[file](path);
    return [];
  } catch (error) {
    if (!(error instanceof SunwaiError)) throw error;
    return error.faults.map(({ code, where }) => `${code} ${where}`);
  }
}

describe('the price list that ships', () => {
  it('prices everything, with a source and from a day', () => {
    const prices = loadPrices('data/prices.csv');
    expect(new Set(prices.map(({ item }) => item))).toEqual(new Set(PRICE_ITEMS));
    expect(prices.find(({ item }) => item === 'post_create_summoned')).toMatchObject({
      micros: 10_000,
      unit: 'request',
    });
  });
});

describe('a price list', () => {
  it.each([
    [
      'a day that does not exist',
      /2026-08-22,post_read/,
      '2026-02-31,post_read',
      'DIR-002 prices.csv:2 valid_from',
    ],
    ['an item nobody knows', /,owned_post_read,/, ',post_raed,', 'DIR-002 prices.csv:3 item'],
    ['a price in dollars', /user_read,10000/, 'user_read,0.01', 'DIR-002 prices.csv:4 micros'],
    ['a negative price', /user_read,10000/, 'user_read,-1', 'DIR-002 prices.csv:4 micros'],
    ['another unit', /dm_read,10000,resource/, 'dm_read,10000,dozen', 'DIR-002 prices.csv:5 unit'],
    ['no source', /(post_create,15000,request),.*/, '$1,', 'DIR-002 prices.csv:6 source'],
  ])('with %s is refused with line and field', (_name, from, to, fault) => {
    expect(faultsOf('prices.csv', (text) => text.replace(from, to))).toEqual([fault]);
  });

  it('with the same item twice from one day is refused', () => {
    expect(faultsOf('prices.csv', (text) => `${text}2026-08-22,counts,1,request,x\n`)).toEqual([
      'DIR-004 prices.csv:14 item',
    ]);
  });

  it('may have a later price for an item', () => {
    expect(faultsOf('prices.csv', (text) => `${text}2027-01-01,counts,1,request,x\n`)).toEqual([]);
  });

  it('without an item is refused: it would look free', () => {
    expect(faultsOf('prices.csv', (text) => text.replace(/.*,user_read,.*\n/, ''))).toEqual([
      'DIR-002 prices.csv:1 item',
    ]);
  });

  it('that is not there is refused with its path', () => {
    expect(() => loadPrices(join(folder, 'none.csv'))).toThrow(
      /^DIR-001 prices\.csv:1: there is no such file/,
    );
  });
});

describe('the list of limits', () => {
  it('that ships can be read', () => {
    expect(loadLimits('data/limits.csv')).toContainEqual(
      expect.objectContaining({
        plan: 'self-serve',
        what: 'search',
        scope: 'app',
        limit: 450,
        windowMinutes: 15,
      }),
    );
  });

  it.each([
    ['a plan nobody sells', /self-serve,search/, 'pro,search', 'DIR-002 limits.csv:2 plan'],
    ['a limit of nothing', /mentions,app,450/, 'mentions,app,0', 'DIR-002 limits.csv:3 limit'],
    ['a limit twice', /self-serve,mentions,app/, 'self-serve,search,app', 'DIR-004 limits.csv:3 what'],
  ])('with %s is refused with line and field', (_name, from, to, fault) => {
    expect(faultsOf('limits.csv', (text) => text.replace(from, to))).toEqual([fault]);
  });
});
