import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Fault } from '../lib/errors.js';
import { weightedLength } from '../lib/weighted-length.js';
import type { Answer } from './types.js';
import { readYaml } from './yaml.js';

/** A ready answer must leave room for the code and the frame of the reply. */
export const ANSWER_LIMIT = 150;

const answerText = z
  .string('must be a text')
  .trim()
  .min(1, 'must be a text')
  .refine((text) => weightedLength(text) <= ANSWER_LIMIT, {
    error: (issue) =>
      `has ${weightedLength(String(issue.input))} weighted characters; at most ${ANSWER_LIMIT} fit`,
  })
  .refine((text) => !/[@#]|https?:|www\./iu.test(text), 'must hold no link, @name or #tag')
  .refine(
    (text) => !/[\p{L}\p{N}]\.\p{L}{2,}/u.test(text),
    'holds a dot between letters, which X makes a link',
  )
  .transform((text) => text.normalize('NFC'));

const SCHEMA = z.array(
  z.strictObject({
    id: z
      .string('must be a name')
      .regex(/^[a-z][a-z0-9_]*$/, 'must be a name of small letters, digits and _'),
    service: z.string('must be a code of services.csv, or null').nullable(),
    words: z.array(z.string('must be a word').min(1, 'must be a word')).min(1, 'must hold at least one word'),
    text: z.strictObject({ en: answerText, hi: answerText, hinglish: answerText }),
  }),
  'must be a list of answers',
);

/** An answer with the places of its id and its service, for the faults found later. */
export interface AnswerRow {
  answer: Answer;
  idAt: string;
  serviceAt: string;
}

/** Reads every *.yaml of the folder, by name. A folder that is not there holds no answers. */
export function readAnswers(folder: string, faults: Fault[]): AnswerRow[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .sort();
  return files.flatMap((file) => {
    const read = readYaml(join(folder, file), file, SCHEMA, 'DIR-002', faults);
    return (read?.value ?? []).map((answer, at) => ({
      answer,
      idAt: `${file}:${read?.lineOf([at, 'id'])} ${at}.id`,
      serviceAt: `${file}:${read?.lineOf([at, 'service'])} ${at}.service`,
    }));
  });
}
