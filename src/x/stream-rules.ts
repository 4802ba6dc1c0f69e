import type { WatchedHandle } from '../bot/ports.js';
import { queryFor, splitByQuery } from './search-reader.js';

/** A rule that X holds. */
export interface PresentRule {
  id: string;
  value: string;
  tag?: string;
}

export interface WantedRule {
  value: string;
  tag: string;
}

/** How many rules the plan allows, and how long each may be. */
export interface RuleLimits {
  most: number;
  longest: number;
}

export const SELF_SERVE_RULES: RuleLimits = { most: 1_000, longest: 1_024 };
export const ENTERPRISE_RULES: RuleLimits = { most: 25_000, longest: 2_048 };

/** Rules of this desk; all others belong to somebody else and are left alone. */
const PREFIX = 'sunwai:';

const isOurs = ({ tag }: PresentRule) => tag?.startsWith(PREFIX) ?? false;

/** One rule a handle, tagged with its department; where there is no room for so many, several handles of a department share one. */
export function wantedRules(
  handles: readonly WatchedHandle[],
  present: readonly PresentRule[],
  { most, longest }: RuleLimits,
): WantedRule[] {
  const room = most - present.filter((rule) => !isOurs(rule)).length;
  const tagOf = (department: string) => PREFIX + department;
  if (handles.length <= room) {
    return handles.map(({ handle, department }) => ({
      value: `@${handle} -is:retweet`,
      tag: tagOf(department),
    }));
  }
  const departments = new Map<string, WatchedHandle[]>();
  for (const handle of handles)
    departments.set(handle.department, [...(departments.get(handle.department) ?? []), handle]);
  return [...departments].flatMap(([department, members]) =>
    splitByQuery(members, longest).map((group) => ({ value: queryFor(group), tag: tagOf(department) })),
  );
}

/**
 * What must be added and removed so that X holds what is wanted. X knows a rule by its value alone: one of somebody else
 * with the same value brings us the same posts.
 */
export function differenceOf(
  wanted: readonly WantedRule[],
  present: readonly PresentRule[],
): { add: WantedRule[]; remove: string[] } {
  // Two rows of the directory may name one handle; X would refuse the second rule.
  const unique = new Map(wanted.map((rule) => [rule.value, rule]));
  const kept = present.filter((rule) => !isOurs(rule) || unique.get(rule.value)?.tag === rule.tag);
  const values = new Set(kept.map(({ value }) => value));
  const ids = new Set(kept.map(({ id }) => id));
  return {
    add: [...unique.values()].filter(({ value }) => !values.has(value)),
    remove: present.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
  };
}
