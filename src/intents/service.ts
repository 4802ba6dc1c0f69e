import type { Ranked } from './classify.js';
import { VAGUE } from './labels.js';

/** What a post is about and who answers for it. */
export interface Matter {
  service: string | null;
  department: string | null;
  departments: { code: string; confidence: number }[];
  outside: string | null;
}

/** The pull of the mentioned handle: its department counts this many times. Strong words still overrule it. */
const PULL = 6;
/** Share a handle's department holds that owns no service: only vague text leaves it there. */
const BARE = 0.04;
/** Below this the words alone name neither a service nor a department. */
const CLEAR_SERVICE = 0.25;
const CLEAR_DEPARTMENT = 0.3;
/** A matter is sent to another door only when that is likelier than not. */
const CLEAR_OUTSIDE = 0.5;
const TOP = 3;

/** Outside doors are services whose code begins so (data/directory/outside.csv). */
const isOutside = (label: string): boolean => label.startsWith('OUT_');

/**
 * Adds the services' probabilities up to departments, with the mentioned handle as a prior. `hasMatter` is false for
 * thanks, spam and talk: they have no service, and go to the handle's department when there is one.
 */
export function readService(
  ranked: readonly Ranked[],
  services: ReadonlyMap<string, { department: string }>,
  handleDepartment: string | null,
  hasMatter: boolean,
): Matter {
  const departments = rankDepartments(ranked, services, handleDepartment);
  const outsideMass = ranked
    .filter(({ label }) => isOutside(label))
    .reduce((sum, { confidence }) => sum + confidence, 0);
  const best = ranked[0];
  const door = ranked.find(({ label }) => isOutside(label));
  const outside =
    hasMatter &&
    door !== undefined &&
    best !== undefined &&
    outsideMass >= CLEAR_OUTSIDE &&
    isOutside(best.label)
      ? door.label
      : null;
  const leader = departments[0];
  const clear = leader !== undefined && leader.confidence >= CLEAR_DEPARTMENT;
  const department =
    outside !== null
      ? null
      : clear && hasMatter
        ? leader.code
        : (handleDepartment ?? (clear ? leader.code : null));
  const own = ranked.find(({ label }) => label !== VAGUE && services.get(label)?.department === department);
  const service =
    hasMatter && outside === null && own !== undefined && own.confidence >= CLEAR_SERVICE ? own.label : null;
  return { service, department, departments: departments.slice(0, TOP), outside };
}

function rankDepartments(
  ranked: readonly Ranked[],
  services: ReadonlyMap<string, { department: string }>,
  handleDepartment: string | null,
): { code: string; confidence: number }[] {
  const mass = new Map<string, number>();
  const add = (code: string, share: number): void => {
    mass.set(code, (mass.get(code) ?? 0) + share);
  };
  if (handleDepartment !== null) add(handleDepartment, BARE);
  for (const { label, confidence } of ranked) {
    const owner = services.get(label)?.department;
    if (owner !== undefined) add(owner, confidence);
    // Nothing said what it is about: that speaks for the office the citizen wrote to.
    else if (label === VAGUE && handleDepartment !== null) add(handleDepartment, confidence);
  }
  if (handleDepartment !== null) mass.set(handleDepartment, (mass.get(handleDepartment) ?? 0) * PULL);
  const total =
    ranked.reduce((sum, { label, confidence }) => (isOutside(label) ? sum + confidence : sum), 0) +
    [...mass.values()].reduce((sum, share) => sum + share, 0);
  return [...mass]
    .map(([code, share]) => ({ code, confidence: total === 0 ? 0 : share / total }))
    .sort((a, b) => b.confidence - a.confidence || (a.code < b.code ? -1 : 1));
}
