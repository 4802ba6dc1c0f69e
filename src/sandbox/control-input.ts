import { HANDLE } from './mentions.js';
import type { AccountKind, Draft, Identity } from './types.js';
import type { World } from './world.js';

/** The longest text a person may post. */
const LONGEST = 25_000;
/** Ids are 63 bits: they last until 2080. */
const FURTHEST = 20 * 365 * 86_400_000;
const KINDS: readonly AccountKind[] = ['department', 'officer', 'citizen', 'stranger'];

/** Something the page or a test asked for cannot be done; the message says what and why. */
export class BadRequest extends Error {}

/** A post asked for by hand. Throws BadRequest. */
export function readDraft(world: World, input: unknown): Draft {
  const fields = object(input, ['as', 'text', 'replyTo', 'retweetOf', 'quote']);
  const authorId = string(fields, 'as');
  if (world.account(authorId) === undefined) throw new BadRequest(`as: there is no account ${authorId}`);
  const [replyTo, retweetOf, quote] = [
    reference(world, fields, 'replyTo'),
    reference(world, fields, 'retweetOf'),
    reference(world, fields, 'quote'),
  ];
  if ([replyTo, retweetOf, quote].filter((id) => id !== null).length > 1 && retweetOf !== null) {
    throw new BadRequest('retweetOf: a repost is neither a reply nor a quote');
  }
  const text = retweetOf === null ? string(fields, 'text') : repost(world, retweetOf, fields.text);
  if (text.length > LONGEST) throw new BadRequest(`text: at most ${LONGEST} characters`);
  return { authorId, text, via: 'page', replyTo, retweetOf, quote };
}

export function readDrafts(world: World, input: unknown): Draft[] {
  const { posts } = object(input, ['posts']);
  if (!Array.isArray(posts)) throw new BadRequest('posts: a list is expected');
  return posts.map((post, index) => {
    try {
      return readDraft(world, post);
    } catch (error) {
      throw error instanceof BadRequest ? new BadRequest(`posts[${index}]: ${error.message}`) : error;
    }
  });
}

export function readAccount(world: World, input: unknown): Identity {
  const fields = object(input, ['id', 'handle', 'name', 'kind', 'department', 'district', 'about']);
  const handle = string(fields, 'handle');
  if (!HANDLE.test(handle)) throw new BadRequest('handle: 1 to 15 Latin letters, digits or _');
  if (world.identityOf(handle) !== undefined) throw new BadRequest(`handle: @${handle} is taken`);
  const id = fields.id === undefined ? world.newId() : string(fields, 'id');
  if (!/^[1-9]\d{0,18}$/.test(id)) throw new BadRequest('id: 1 to 19 digits');
  if (world.account(id) !== undefined) throw new BadRequest(`id: ${id} is taken`);
  const kind = KINDS.find((one) => one === fields.kind);
  if (kind === undefined) throw new BadRequest(`kind: one of ${KINDS.join(', ')}`);
  return {
    id,
    handle,
    name: string(fields, 'name'),
    kind,
    department: fields.department == null ? null : string(fields, 'department'),
    district: fields.district == null ? null : string(fields, 'district'),
    about: fields.about == null ? '' : string(fields, 'about'),
  };
}

export function readAdvance(world: World, input: unknown): number {
  const { advanceMs } = object(input, ['advanceMs']);
  if (typeof advanceMs !== 'number' || !Number.isSafeInteger(advanceMs) || advanceMs < 0) {
    throw new BadRequest('advanceMs: whole milliseconds, not below 0; the clock only moves forward');
  }
  if (world.offset + advanceMs > FURTHEST) throw new BadRequest('advanceMs: no further than 20 years ahead');
  return advanceMs;
}

/** The fields of a JSON object, none of them unknown. */
export function object(input: unknown, known: readonly string[]): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new BadRequest('a JSON object is expected');
  }
  const stray = Object.keys(input).find((name) => !known.includes(name));
  if (stray !== undefined) throw new BadRequest(`${stray}: unknown; known are ${known.join(', ')}`);
  return input as Record<string, unknown>;
}

function string(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value.trim() === '') throw new BadRequest(`${name}: a text is expected`);
  return value;
}

function reference(world: World, fields: Record<string, unknown>, name: string): string | null {
  if (fields[name] == null) return null;
  const id = string(fields, name);
  if (world.timeline.get(id) === undefined) throw new BadRequest(`${name}: there is no post ${id}`);
  return id;
}

/** A repost has no words of its own; X gives it these. */
function repost(world: World, id: string, text: unknown): string {
  if (typeof text === 'string' && text.trim() !== '') return text;
  const post = world.timeline.get(id);
  return `RT @${world.handleOf(post?.authorId ?? '')}: ${post?.text ?? ''}`;
}
