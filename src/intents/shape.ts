/** A leading row of mentions, as every reply has. */
const MENTIONS = /^(?:\s*@\w{1,50})+/;
const ADDRESS = /https?:\/\/\S*/g;
/** How far a headline's colon may stand from the beginning. */
const HEADLINE = 40;
const SHOUTED = 12;

/**
 * How a post is laid out, whatever it says: with a headline's colon, in quotes, ending in a question. News and hand-offs
 * between offices have a shape of their own. Mentions, hashtags, addresses and the dots of a cut post are left out on
 * purpose: they depend on where and when a post was written, not on what it wants.
 */
export function shapeOf(text: string): string[] {
  const shape: string[] = [];
  const said = text.replace(ADDRESS, ' ').replace(MENTIONS, '').trim();
  const colon = said.slice(0, HEADLINE + 2).search(/:\s/);
  if (colon >= 3) shape.push('headline');
  if (/["“”‘’]/.test(said)) shape.push('quote');
  if (said.endsWith('?')) shape.push('ends asking');
  if (said.includes('?')) shape.push('asking');
  if (said.includes('!')) shape.push('exclaiming');
  if (said.startsWith('-')) shape.push('dash first');
  if (said.includes('\n')) shape.push('lines');
  const latin = said.match(/[A-Za-z]/g)?.length ?? 0;
  const capital = said.match(/[A-Z]/g)?.length ?? 0;
  if (latin > SHOUTED && capital > latin * 0.7) shape.push('shouted');
  return shape;
}
