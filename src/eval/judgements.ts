import type { Judgement } from '../intents/measure.js';
import type { Answer } from './types.js';

/** What the desk would do with the post, against what it is. */
export function intentsOf(answers: readonly Answer[]): Judgement[] {
  return answers.map(({ row, meaning }) => ({
    truth: row.intent,
    guess: meaning.intent,
    confidence: meaning.confidence,
  }));
}

/** How `judgeDepartments` names an answer that points to no department of the state. */
export const ELSEWHERE = '(none)';

/** Departments of the texts whose service the state owns. */
export function departmentsOf(
  answers: readonly Answer[],
  services: ReadonlyMap<string, { department: string }>,
): Judgement[] {
  return answers.flatMap(({ row, meaning }) => {
    const truth = services.get(row.service ?? '')?.department;
    const guess = meaning.department ?? ELSEWHERE;
    const confidence = meaning.departments.find(({ code }) => code === guess)?.confidence ?? 0;
    return truth === undefined ? [] : [{ truth, guess, confidence }];
  });
}
