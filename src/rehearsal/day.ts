import { DAY, type Instant } from '../lib/instant.js';
import { seeded } from '../lib/random.js';

/** A text as people write it, with the label its writer gave it. */
export interface SampleText {
  text: string;
  intent: string;
}

/** One post of the made-up day. */
export interface PlannedPost {
  /** Moment within the day, in milliseconds from its beginning. */
  offset: number;
  /** Which of the made-up citizens writes it. */
  author: number;
  text: string;
  /** Handles in the author's own words. */
  handles: string[];
  /** Place in the list of the post it replies to without naming anybody, or null: X then puts the handles before it. */
  repliesTo: number | null;
}

/** Of a hundred posts: so many name three handles, and so many are bare replies under another's post. */
const SEVERAL = 3;
const BARE = 5;
/** Share of the posts that fall into the sixteen waking hours. */
const WAKING = 0.92;

export interface DayOptions {
  mentions: number;
  handles: readonly string[];
  texts: readonly SampleText[];
  /** How many citizens there are; each writes about as often as the others. */
  citizens: number;
  seed: number;
}

/**
 * A day of posts, in order of time. Some handles are asked for far more often than others (the n-th as often as 1/n),
 * most posts come by day. Pure: the same seed gives the same day.
 */
export function planDay({ mentions, handles, texts, citizens, seed }: DayOptions): PlannedPost[] {
  const random = seeded(seed);
  const pick = (count: number) => Math.floor(random() * count);
  const weights = handles.map((_, at) => 1 / (at + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const handle = (): string => {
    let left = random() * total;
    for (const [at, weight] of weights.entries()) {
      left -= weight;
      if (left <= 0) return handles[at] ?? '';
    }
    return handles.at(-1) ?? '';
  };
  const offsets = Array.from({ length: mentions }, () => momentOf(random)).sort((a, b) => a - b);
  const posts: PlannedPost[] = [];
  for (const [at, offset] of offsets.entries()) {
    const { text } = texts[pick(texts.length)] ?? { text: '' };
    const bare = at > 0 && random() * 100 < BARE ? underAnother(posts, pick(at)) : null;
    const count = random() * 100 < SEVERAL ? 3 : 1;
    const named = bare === null ? [...new Set(Array.from({ length: count }, handle))] : [];
    // Round and round: nobody comes near the daily cap, which is another rule's matter.
    posts.push({ offset, author: at % citizens, text: plain(text), handles: named, repliesTo: bare });
  }
  return posts;
}

/** The nearest post at or before this place that is no bare reply itself; the first one never is. */
function underAnother(posts: readonly PlannedPost[], at: number): number {
  for (let place = at; place > 0; place -= 1) if (posts[place]?.repliesTo === null) return place;
  return 0;
}

/** Mostly between six in the morning and ten at night, Indian time or not: the desk does not care. */
function momentOf(random: () => number): Instant {
  const waking = random() < WAKING;
  const hour = waking ? 6 + random() * 16 : (22 + random() * 8) % 24;
  return Math.min(DAY - 1, Math.floor((hour / 24) * DAY));
}

/** The sample's own handles would summon others. */
function plain(text: string): string {
  return text.replace(/@\w+/g, '').replace(/\s+/g, ' ').trim().slice(0, 220);
}

/** The post as its author types it. */
export function typed({ handles, text }: PlannedPost): string {
  return [...handles.map((handle) => `@${handle}`), text].join(' ');
}
