import type { Fault } from '../lib/errors.js';
import { LIMIT, weightedLength } from '../lib/weighted-length.js';
import { momentParts } from './moment.js';
import { doorName, levelName, NAMES, type Names, nameOf } from './names.js';
import type { Choose, Template, Values } from './template.js';
import { type Message, type MessageKind, STAGES } from './types.js';

/** As long as any: all codes have this shape. */
const CODE = '7KM2-PQ4X';
/** Names that may be null in any mixture; the others are there or change nothing in the rest of the text. */
const OPTIONAL = ['district', 'nextLevel', 'dueAt'];

/** The shortest wording at every choice makes the shortest text. */
export const lightest: Choose = (wordings) =>
  wordings.reduce((light, text) => (weightedLength(text) < weightedLength(light) ? text : light));

const withoutCode: Choose = (wordings) =>
  wordings.find((wording) => !wording.includes(CODE)) ?? wordings[0] ?? '';

/**
 * Fills a template with the longest name of everything, in each stage, with and without what may be missing. Some
 * wording of it must fit into a post, and every wording must hold the code, by which our own posts are found again.
 */
export function checkTemplate(
  template: Template,
  kind: MessageKind,
  where: string,
  longest: Values,
): Fault[] {
  const faults: Fault[] = [];
  const fillings = fillingsOf(kind, longest);
  const length = Math.max(...fillings.map((values) => weightedLength(template(values, lightest))));
  if (length > LIMIT) {
    const detail = `with the longest names it has ${length} weighted characters; at most ${LIMIT} fit`;
    faults.push({ code: 'TPL-002', where, detail });
  }
  if (
    NAMES[kind].includes('code') &&
    fillings.some((values) => !template(values, withoutCode).includes(CODE))
  ) {
    faults.push({ code: 'TPL-001', where, detail: 'one of its wordings lacks {{code}}' });
  }
  return faults;
}

/** Every stage, and every mixture of what may be missing. */
function fillingsOf(kind: MessageKind, longest: Values): Values[] {
  const used = Object.fromEntries(NAMES[kind].map((name) => [name, longest[name] ?? null]));
  const staged = 'stage' in used ? STAGES.map((stage): Values => ({ ...used, stage })) : [used];
  return OPTIONAL.filter((name) => name in used).reduce<Values[]>(
    (all, name) => all.flatMap((values) => [values, { ...values, [name]: null }]),
    staged,
  );
}

/** The longest text that can stand for each name in this language. */
export function longestNames(language: Message['language'], names: Names): Values {
  const named = (map: Names['departments']) =>
    heaviest([...map.values()].map((one) => nameOf(one, language)));
  const level = heaviest(names.policy.ladder.map((rung) => levelName(rung, language)));
  const { days, months, hours } = momentParts(language);
  const day = `${heaviest(days)} ${heaviest(months)}`;
  return {
    code: CODE,
    department: named(names.departments),
    district: named(names.districts),
    service: named(names.services),
    dueAt: `${day}, ${heaviest(hours)}`,
    level,
    nextLevel: level,
    openedAt: day,
    askedAt: `${day}, ${heaviest(hours)}`,
    helpline: heaviest(Object.values(names.policy.helplines)),
    answer: heaviest(names.answers.map(({ text }) => text[language])),
    outside: heaviest([...names.outside.values()].map((door) => doorName(door, language))),
  };
}

function heaviest(texts: readonly (string | null)[]): string {
  return texts.reduce<string>(
    (long, text) => (weightedLength(text ?? '') > weightedLength(long) ? (text ?? '') : long),
    '',
  );
}
