import { type Instant, iso } from '../lib/instant.js';
import { cutToWeight, LIMIT, weightedLength } from '../lib/weighted-length.js';
import { EDIT_TIME, isEditable, MOST_EDITS } from './edits.js';
import { codePoints, mentionsIn } from './mentions.js';
import type { StoredPost } from './types.js';
import type { World } from './world.js';

/**
 * Every name X takes in `tweet.fields`. Those the sandbox has nothing for are left out of answers, as X
 * does.
 */
export const TWEET_FIELDS = [
  ...[
    'article',
    'attachments',
    'author_id',
    'card_uri',
    'community_id',
    'context_annotations',
    'conversation_id',
  ],
  ...['created_at', 'display_text_range', 'edit_controls', 'edit_history_tweet_ids', 'entities', 'geo', 'id'],
  ...['in_reply_to_user_id', 'lang', 'media_metadata', 'note_tweet', 'possibly_sensitive', 'public_metrics'],
  ...['referenced_tweets', 'reply_settings', 'scopes', 'source', 'text', 'withheld'],
];

/** A post in X's own shape: the defaults, and of the rest what is asked for. */
export function renderPost(
  world: World,
  post: StoredPost,
  asked: ReadonlySet<string>,
): Record<string, unknown> {
  const prefix = asHtml(post.prefix);
  const whole = prefix + asHtml(post.text);
  const isLong = post.retweetOf === null && weightedLength(post.text) > LIMIT;
  const text = isLong ? `${prefix}${asHtml(cutToWeight(post.text, LIMIT - 2))}…` : whole;
  const target = post.replyTo === null ? undefined : world.timeline.get(post.replyTo);
  const entities = entitiesOf(world, text, post.createdAt);
  const noteEntities = entitiesOf(world, whole, post.createdAt);
  const versions = world.fates.versions(post.id);
  const references = [
    { type: 'replied_to', id: post.replyTo },
    { type: 'quoted', id: post.quote },
    { type: 'retweeted', id: post.retweetOf },
  ].filter(({ id }) => id !== null);

  const optional: Record<string, unknown> = {
    author_id: post.authorId,
    conversation_id: post.conversationId,
    created_at: iso(post.createdAt),
    // What the author wrote lies between these; the prefix does not.
    display_text_range: [codePoints(prefix), codePoints(text)],
    edit_controls: editControls(world, post, versions),
    entities,
    in_reply_to_user_id: target?.authorId,
    note_tweet: isLong ? { text: whole, ...(noteEntities && { entities: noteEntities }) } : undefined,
    possibly_sensitive: false,
    referenced_tweets: references.length > 0 ? references : undefined,
    reply_settings: post.replySettings ?? 'everyone',
  };
  const wanted = Object.entries(optional).filter(([name, value]) => asked.has(name) && value !== undefined);
  return { id: post.id, text, edit_history_tweet_ids: [...versions], ...Object.fromEntries(wanted) };
}

function editControls(world: World, post: StoredPost, versions: readonly string[]): object {
  const first = world.timeline.get(versions[0] ?? post.id) ?? post;
  return {
    edits_remaining: MOST_EDITS - (versions.length - 1),
    is_edit_eligible: isEditable(post),
    editable_until: iso(first.createdAt + EDIT_TIME),
  };
}

/** Only accounts that existed then are mentions; offsets in code points. */
function entitiesOf(world: World, text: string, at: Instant): { mentions: object[] } | undefined {
  const mentions = mentionsIn(text).flatMap(({ handle, start, end }) => {
    const account = world.names.byHandleAt(handle, at);
    return account === undefined ? [] : [{ start, end, username: account.handle, id: account.id }];
  });
  return mentions.length > 0 ? { mentions } : undefined;
}

/** X sends these three as HTML entities, in text of any kind. */
function asHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
