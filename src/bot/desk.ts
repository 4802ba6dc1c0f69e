import type { RandomBytes } from '../cases/code.js';
import type { CasePolicy } from '../cases/types.js';
import type { Directory } from '../directory/types.js';
import type { Meaning } from '../intents/types.js';
import type { Clock } from '../lib/instant.js';
import type { Log } from '../lib/log.js';
import type { Renderer } from '../replies/render.js';
import type { AccountReader } from './account-ports.js';
import type { HandleBook } from './address.js';
import type { ReplyRules, XPlan } from './plan-reply.js';
import type { Notifier, Poster, PostReader, Source, WatchedHandle } from './ports.js';
import type { Spending } from './spending.js';
import type { Store } from './store.js';

/** Everything the three loops work with. Built once by main. */
export interface Desk {
  store: Store;
  sources: readonly Source[];
  /** Which of X's contracts holds. */
  plan: XPlan;
  /** Posts an account may make in 24 hours; null: nothing is counted (the sandbox). */
  accountLimits: ReplyRules['accountLimits'];
  /** What was spent at X today, and what the daily ceiling still allows. */
  spending: Spending;
  poster: Poster;
  accounts: AccountReader;
  posts: PostReader;
  notifiers: readonly Notifier[];
  directory: Directory;
  policy: CasePolicy;
  /** Replaced when accounts change their names. */
  handles: HandleBook;
  /** `interpret` with its model and gazetteer bound: the text, for whom the handle addressed speaks, and whether a photo or video is attached. */
  interpret(
    text: string,
    to: Pick<WatchedHandle, 'department' | 'district'> | null,
    hasMedia?: boolean,
  ): Meaning;
  renderer: Renderer;
  clock: Clock;
  random: RandomBytes;
  log: Log;
  /** Told whenever a post was decided or a case changed, for live pages. */
  changed(change: { kind: 'post' | 'case'; postId?: string; code: string | null }): void;
}
