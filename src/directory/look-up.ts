import type { Instant } from '../lib/instant.js';
import type { Department, Directory, Officer } from './types.js';

interface Index {
  byHandle: Map<string, Department>;
  officers: Map<string, Officer[]>;
}

/** A directory never changes once read, so its index is made once and dies with it. */
const indexes = new WeakMap<Directory, Index>();

function indexOf(directory: Directory): Index {
  const known = indexes.get(directory);
  if (known !== undefined) return known;
  const departments = [...directory.departments.values()];
  const index: Index = {
    byHandle: new Map(departments.filter((d) => d.handle !== '').map((d) => [d.handle.toLowerCase(), d])),
    officers: groupById(directory.officers),
  };
  indexes.set(directory, index);
  return index;
}

function groupById(officers: readonly Officer[]): Map<string, Officer[]> {
  const groups = new Map<string, Officer[]>();
  for (const officer of officers)
    groups.set(officer.xUserId, [...(groups.get(officer.xUserId) ?? []), officer]);
  return groups;
}

/** The department that speaks through this handle (any case, with or without the @). */
export function departmentByHandle(directory: Directory, handle: string): Department | null {
  return indexOf(directory).byHandle.get(handle.replace(/^@/, '').toLowerCase()) ?? null;
}

/**
 * The offices this account holds at `now`. By numeric id only: a handle can be renamed, taken over or imitated.
 * States the fact; whether it is enough for a case is for `cases/` to judge.
 */
export function grantsOf(directory: Directory, xUserId: string, now: Instant): Officer[] {
  const offices = indexOf(directory).officers.get(xUserId) ?? [];
  return offices.filter(
    ({ validFrom, validUntil }) => validFrom <= now && (validUntil === null || now < validUntil),
  );
}
