import { loadDirectory } from '../../src/directory/load-directory.js';
import { weightedLength } from '../../src/lib/weighted-length.js';
import { createRenderer } from '../../src/replies/render.js';
import type { Message, MessageKind, MessageParams } from '../../src/replies/types.js';
import { loadTemplates } from '../../src/templates-folder.js';

export const directory = loadDirectory('data/directory');
export const templates = loadTemplates('templates');
export const renderer = createRenderer({ templates, directory, timezone: 'Asia/Kolkata' });

export const CODE = '7KM2-PQ4X';
export type Language = Message['language'];

/** Everything a message may be given, with names of ordinary length. */
export const params: MessageParams = {
  code: CODE,
  department: 'HOME',
  district: 'LUCKNOW',
  service: 'POWER_OUTAGE',
  stage: 'open',
  level: 1,
  nextLevel: 2,
  dueAt: Date.UTC(2026, 10, 26, 12, 30),
  openedAt: Date.UTC(2026, 10, 24, 6),
  askedAt: Date.UTC(2026, 10, 24, 6),
  helpline: '112',
  answer: 'voter_card',
  outside: 'OUT_RAILWAYS',
};

/** The same with the longest names of this language, or the shortest. */
export function extreme(language: Language, long: boolean): MessageParams {
  const pick = <T>(items: Iterable<T>, name: (item: T) => string): T => {
    const sorted = [...items].sort((a, b) => weightedLength(name(a)) - weightedLength(name(b)));
    const found = long ? sorted.at(-1) : sorted[0];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  };
  const hindi = language === 'hi';
  const name = (one: { nameEn: string; nameHi: string }) => (hindi ? one.nameHi : one.nameEn);
  const level = pick(directory.policy.ladder, (rung) =>
    language === 'hinglish' ? rung.nameHinglish : name(rung),
  ).level;
  return {
    ...params,
    department: pick(directory.departments.values(), name).code,
    district: pick(directory.districts.values(), name).code,
    service: pick(directory.services.values(), name).code,
    level,
    nextLevel: level,
    // 12:59 pm on Wednesday 30 September, and 6 am on Friday 1 May.
    dueAt: long ? Date.UTC(2026, 8, 30, 7, 29) : Date.UTC(2026, 4, 1, 0, 30),
    helpline: pick(Object.values(directory.policy.helplines), (number) => number),
    answer: pick(directory.answers, ({ text }) => text[language]).id,
    outside: pick(directory.outside.values(), (door) =>
      hindi ? door.doorHi : language === 'hinglish' ? door.doorHinglish : door.doorEn,
    ).code,
  };
}

export function say(
  kind: MessageKind,
  language: Language = 'en',
  change: MessageParams = {},
  variant = 0,
): string {
  return renderer.render({ kind, language, params: { ...params, ...change } }, variant);
}
