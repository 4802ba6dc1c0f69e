import { HOUR } from '../lib/instant.js';
import type { StoredPost } from './types.js';

export const MOST_EDITS = 5;
/** X's pages say 30 minutes, its newest sample shows an hour: whoever reads edits must bear the longer. */
export const EDIT_TIME = HOUR;

/** Replies to others and reposts cannot be edited, whatever their age. */
export function isEditable({ prefix, retweetOf }: StoredPost): boolean {
  return prefix === '' && retweetOf === null;
}
