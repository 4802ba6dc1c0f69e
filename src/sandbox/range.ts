import { type Instant, iso, SECOND } from '../lib/instant.js';
import { compareIds, idAt, maxId } from '../lib/snowflake.js';
import { invalid } from './problems.js';
import type { Query } from './query.js';

/** The parameters that say from where to where posts are wanted. */
export const RANGE = ['since_id', 'until_id', 'start_time', 'end_time'] as const;

/** X does not answer for its last moments. */
const SETTLING = 10 * SECOND;

/** Both ends are outside. */
export interface Range {
  above: string;
  below: string | undefined;
}

/**
 * What the query asks for. An id beats a time. Posts older than `oldest` cannot be asked for, and are not there when
 * nothing is said.
 */
export function readRange(query: Query, now: Instant, oldest: Instant | null): Range {
  const [sinceId, untilId] = [query.id('since_id'), query.id('until_id')];
  const [startTime, endTime] = [query.time('start_time'), query.time('end_time')];
  if (oldest !== null) notBefore(oldest, sinceId, startTime);
  if (endTime !== undefined && endTime > now - SETTLING) {
    const rule = "'end_time' must be a minimum of 10 seconds prior to the request time";
    throw invalid({ end_time: [iso(endTime)] }, `Invalid 'end_time':'${iso(endTime)}'. ${rule}`);
  }
  if (startTime !== undefined && endTime !== undefined && startTime >= endTime) {
    throw invalid({ start_time: [iso(startTime)] }, "'start_time' must be before 'end_time'");
  }
  // Just below the first id of the moment: posts of that very millisecond belong to it.
  const floor = oldest === null ? '0' : before(idAt(oldest));
  const since = sinceId ?? (startTime === undefined ? floor : before(idAt(startTime)));
  return {
    above: maxId(floor, since),
    below: untilId ?? (endTime === undefined ? undefined : idAt(endTime)),
  };
}

function notBefore(oldest: Instant, sinceId: string | undefined, startTime: Instant | undefined): void {
  if (sinceId !== undefined && compareIds(sinceId, idAt(oldest)) < 0) {
    const hint = `Please use a 'since_id' that is larger than ${idAt(oldest)}`;
    const rule = `'since_id' must be a tweet id created after [${iso(oldest)}]. ${hint}`;
    throw invalid({ since_id: [sinceId] }, rule);
  }
  if (startTime !== undefined && startTime < oldest) {
    const rule = `'start_time' must be on or after ${iso(oldest)}`;
    throw invalid({ start_time: [iso(startTime)] }, `Invalid 'start_time':'${iso(startTime)}'. ${rule}`);
  }
}

/** The lower of two upper ends. */
export function lower(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareIds(a, b) < 0 ? a : b;
}

function before(id: string): string {
  return (BigInt(id) - 1n).toString();
}
