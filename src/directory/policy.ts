import { z } from 'zod';
import type { Fault } from '../lib/errors.js';
import { isTimezone } from './days.js';
import type { Policy } from './types.js';
import { readYaml } from './yaml.js';

const hours = z
  .number('must be a number of hours above 0')
  .positive('must be a number of hours above 0')
  .max(8784);
const days = z
  .int('must be a whole number of days above 0')
  .min(1, 'must be a whole number of days above 0')
  .max(366);
const name = z.string('must be a name').min(1, 'must be a name');
const outcome = z.enum(['case', 'answer', 'stage', 'record'], 'must be one of: case, answer, stage, record');
const number = z
  .string('must be a telephone number in quotation marks')
  .regex(/^\d{3,11}$/, 'must be a telephone number of 3 to 11 digits in quotation marks');

const SCHEMA = z
  .strictObject({
    state: z.strictObject({ name_en: name, name_hi: name }),
    timezone: z.string('must be a timezone').refine(isTimezone, 'must be a known timezone like Asia/Kolkata'),
    max_age_hours: hours,
    summon: z.enum(['explicit', 'implicit'], 'must be explicit or implicit'),
    intents: z.strictObject({
      grievance: outcome,
      emergency: outcome,
      query: outcome,
      status: outcome,
      appreciation: outcome,
      abuse_spam: outcome,
      other: outcome,
    }),
    ladder: z
      .array(
        z.strictObject({
          level: z.int('must be a whole number'),
          hours,
          name_en: name,
          name_hi: name,
          name_hinglish: name,
        }),
        'must be a list of levels',
      )
      .min(1, 'must have at least one level')
      .superRefine((levels, context) => {
        for (const [at, { level }] of levels.entries()) {
          if (level === at + 1) continue;
          context.addIssue({
            code: 'custom',
            path: [at, 'level'],
            message: `must be ${at + 1}: levels count up from 1`,
          });
        }
      }),
    silence_days: days,
    inactive_days: days,
    default_hours: hours,
    answers_per_author: z
      .int('must be a whole number above 0')
      .min(1, 'must be a whole number above 0')
      .max(100),
    nodal: z.string('must be a department code, or null').nullable(),
    helplines: z.strictObject({
      general: number,
      fire: number,
      medical: number,
      women: number,
      child: number,
      cyber: number,
      suicide: number,
      disaster: number,
      power: number,
    }),
    messages: z.record(
      z.string().regex(/^[a-z_]+$/),
      z.boolean('must be true or false'),
      'must be a list of name: true',
    ),
  })
  .transform(
    (raw): Policy => ({
      state: { nameEn: raw.state.name_en, nameHi: raw.state.name_hi },
      timezone: raw.timezone,
      maxAgeHours: raw.max_age_hours,
      summon: raw.summon,
      intents: raw.intents,
      ladder: raw.ladder.map((level) => ({
        level: level.level,
        hours: level.hours,
        nameEn: level.name_en,
        nameHi: level.name_hi,
        nameHinglish: level.name_hinglish,
      })),
      silenceDays: raw.silence_days,
      inactiveDays: raw.inactive_days,
      defaultHours: raw.default_hours,
      answersPerAuthor: raw.answers_per_author,
      nodal: raw.nodal,
      helplines: raw.helplines,
      messages: raw.messages,
    }),
  );

/** Reads policy.yaml. Null when it has a fault; the faults name line and field. */
export function readPolicy(path: string, faults: Fault[]): Policy | null {
  return readYaml(path, 'policy.yaml', SCHEMA, 'DIR-005', faults)?.value ?? null;
}
