import type { Calendar } from './moment.js';
import type { Values } from './template.js';
import type { Message, MessageKind, MessageParams } from './types.js';

type Language = Message['language'];

interface Named {
  nameEn: string;
  nameHi: string;
}

interface Door {
  doorEn: string;
  doorHi: string;
  doorHinglish: string;
}

/** What the renderer needs of the directory; the directory's own type fits it. */
export interface Names {
  departments: ReadonlyMap<string, Named>;
  districts: ReadonlyMap<string, Named>;
  services: ReadonlyMap<string, Named>;
  outside: ReadonlyMap<string, Door>;
  answers: readonly { id: string; text: Record<Language, string> }[];
  policy: {
    ladder: readonly (Named & { level: number; nameHinglish: string })[];
    helplines: Readonly<Record<string, string>>;
  };
}

type Name = keyof MessageParams;

const OPENING: Name[] = ['code', 'department', 'district', 'service', 'dueAt', 'level', 'nextLevel'];
const CASE: Name[] = [...OPENING, 'stage', 'openedAt'];

/** The names each template may use. */
export const NAMES: Record<MessageKind, readonly Name[]> = {
  ack: OPENING,
  ack_emergency: [...OPENING, 'helpline'],
  ack_query: OPENING,
  answer: [...OPENING, 'answer'],
  triage: OPENING,
  outside: [...OPENING, 'outside'],
  status: CASE,
  // X refuses a text it had that day: without a code in it, the moment of asking makes it another one.
  status_unknown: ['askedAt'],
  code_unknown: ['askedAt'],
  claimed: CASE.filter((name) => name !== 'nextLevel'),
  confirmed: CASE,
  disputed: CASE,
  officer_done: CASE,
  officer_refused: CASE,
  officer_needs_words: CASE,
  officer_no_change: CASE,
  officer_corrected: CASE,
};

/** Turns codes into names and instants into words. What is not known, or not in the directory, is null. */
export function valuesOf({ kind, language, params }: Message, names: Names, calendar: Calendar): Values {
  const rung = (level: number | null | undefined) =>
    levelName(names.policy.ladder.find((candidate) => candidate.level === level) ?? null, language);
  const values: Record<Name, string | null> = {
    code: params.code ?? null,
    department: nameOf(names.departments.get(params.department ?? ''), language),
    district: nameOf(names.districts.get(params.district ?? ''), language),
    service: nameOf(names.services.get(params.service ?? ''), language),
    dueAt: params.dueAt == null ? null : calendar.moment(params.dueAt, language),
    level: rung(params.level),
    nextLevel: rung(params.nextLevel),
    stage: params.stage ?? null,
    openedAt: params.openedAt == null ? null : calendar.day(params.openedAt, language),
    askedAt: params.askedAt == null ? null : calendar.moment(params.askedAt, language),
    helpline: params.helpline ?? null,
    answer: names.answers.find(({ id }) => id === params.answer)?.text[language] ?? null,
    outside: doorName(names.outside.get(params.outside ?? ''), language),
  };
  return Object.fromEntries(NAMES[kind].map((name) => [name, values[name]]));
}

/** Names of offices and places are known in English and Hindi; Hinglish, in Latin letters, takes the English ones. */
export function nameOf(named: Named | undefined, language: Language): string | null {
  return (language === 'hi' ? named?.nameHi : named?.nameEn) ?? null;
}

export function doorName(door: Door | undefined, language: Language): string | null {
  if (door === undefined) return null;
  return { hi: door.doorHi, en: door.doorEn, hinglish: door.doorHinglish }[language];
}

export function levelName(
  rung: (Named & { nameHinglish: string }) | null,
  language: Language,
): string | null {
  return (language === 'hinglish' ? rung?.nameHinglish : nameOf(rung ?? undefined, language)) ?? null;
}
