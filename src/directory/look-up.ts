import type { Instant } from '../lib/instant.js';
import type { Directory, Officer } from './types.js';

/** A handle and for whom it speaks. */
export interface OfficeHandle {
  handle: string;
  /** Empty string when unknown. */
  xUserId: string;
  department: string;
  /** null: the whole state. */
  district: string | null;
}

interface Index {
  byHandle: Map<string, OfficeHandle>;
  officers: Map<string, Officer[]>;
}

/** A directory never changes once read, so its index is made once and dies with it. */
const indexes = new WeakMap<Directory, Index>();

function indexOf(directory: Directory): Index {
  const known = indexes.get(directory);
  if (known !== undefined) return known;
  const index: Index = {
    byHandle: new Map(officeHandles(directory).map((office) => [office.handle.toLowerCase(), office])),
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

/** Every handle of the directory: the departments' own, then those of districts. */
export function officeHandles({ departments, handles = [] }: Directory): OfficeHandle[] {
  const own = [...departments.values()].filter(({ handle }) => handle !== '');
  return [
    ...own.map(({ handle, xUserId, code }) => ({ handle, xUserId, department: code, district: null })),
    ...handles,
  ];
}

/** For whom this handle speaks (any case, with or without the @). */
export function officeByHandle(directory: Directory, handle: string): OfficeHandle | null {
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
