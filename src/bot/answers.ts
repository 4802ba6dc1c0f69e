import type { Answer } from '../directory/types.js';

/**
 * The ready answer that fits a question, or null. One of its words must stand in the text as a whole word; when both
 * name a service they must agree. The answer with the most words found wins.
 */
export function findAnswer(answers: readonly Answer[], text: string, service: string | null): string | null {
  // Words between single blanks: "told" must not be taken for "old".
  const said = ` ${plain(text)} `;
  let best: { id: string; hits: number } | null = null;
  for (const answer of answers) {
    if (answer.service !== null && service !== null && answer.service !== service) continue;
    const hits = answer.words.filter((word) => said.includes(` ${plain(word)} `)).length;
    if (hits > (best?.hits ?? 0)) best = { id: answer.id, hits };
  }
  return best?.id ?? null;
}

function plain(text: string): string {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu)
      ?.join(' ') ?? ''
  );
}
