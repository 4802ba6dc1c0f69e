import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDirectory } from '../../src/directory/load-directory.js';
import { buildGazetteer, findDistrict } from '../../src/intents/place.js';

const directory = loadDirectory(join(import.meta.dirname, '../../data/directory'));
const gazetteer = buildGazetteer(directory.districts.values(), directory.elsewhere, directory);
const find = (text: string) => {
  const { district, candidates } = findDistrict(text, gazetteer);
  return { district, candidates };
};
const devanagari = (text: string): boolean => /[\u0900-\u097f]/.test(text);

const listed = [...directory.districts.values()].map(({ code, nameEn, nameHi, aliases, caution = [] }) => {
  const levels = new Map(
    caution.map((entry) => [entry.replace('!', '').toLowerCase(), entry.endsWith('!') ? 'strict' : 'plain']),
  );
  const names = [nameEn, nameHi, ...aliases].map((name) => ({
    name,
    level: levels.get(name.toLowerCase().replaceAll('-', ' ')) ?? 'none',
  }));
  return { code, names };
});

const within = (name: string): string =>
  devanagari(name) ? `${name} में तीन दिन से पानी नहीं आया` : `${name} me teen din se pani nahi aaya`;
const bare = (name: string): string =>
  devanagari(name) ? `नल सूखे पड़े हैं, ${name}` : `nal sukhe pade hain, ${name}`;
const ofDistrict = (name: string): string =>
  devanagari(name) ? `जिला ${name} में पानी नहीं आया` : `No water for days, district ${name}.`;
const only = (code: string) => ({ district: code, candidates: [] });

describe('the 75 districts', () => {
  it('are all there', () => {
    expect(listed).toHaveLength(75);
  });

  it.each(listed)('$code is found by each of its names', ({ code, names }) => {
    for (const { name, level } of names) {
      expect(find(ofDistrict(name)), name).toEqual(only(code));
      if (level === 'strict') continue;
      expect(find(within(name)), name).toEqual(only(code));
      expect(find(within(name.toUpperCase())), name).toEqual(only(code));
      if (level === 'none') expect(find(bare(name)), name).toEqual(only(code));
    }
  });

  it.each(listed)('$code is not taken from a word the data warns of', ({ names }) => {
    for (const { name, level } of names) {
      if (level === 'none') continue;
      expect(find(bare(name)), name).toEqual({ district: null, candidates: [] });
      if (level === 'strict') expect(find(within(name)), name).toEqual({ district: null, candidates: [] });
    }
  });

  it.each(listed)('$code speaks through its office’s handle and its hashtag', ({ code, names }) => {
    const [name = ''] = names.map((one) => one.name);
    const compact = name.replaceAll(' ', '');
    for (const post of [
      `@DM${compact} please help`,
      `@${compact.toLowerCase()}police sir`,
      `#${compact} paani`,
    ])
      expect(find(post), post).toEqual(only(code));
  });
});

describe('towns', () => {
  const towns = [...directory.districts.values()].flatMap(({ code, towns, caution = [] }) =>
    towns
      .filter((town) => !caution.some((entry) => entry.replace('!', '') === town.toLowerCase()))
      .map((town) => ({ town, code })),
  );

  it('each stand for their district, or for every district that has one of that name', () => {
    expect(towns.length).toBeGreaterThan(500);
    for (const { town, code } of towns) {
      const { district, candidates } = find(within(town));
      expect(district === null ? candidates : [district], town).toContain(code);
    }
  });

  it('of several districts are settled by the district beside them', () => {
    for (const { town, code } of towns) {
      const name = directory.districts.get(code)?.nameHi ?? '';
      expect(find(`जनपद ${name} के ${town} में पानी नहीं`), town).toEqual(only(code));
    }
  });
});
