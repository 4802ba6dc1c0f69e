import type { Instant } from '../lib/instant.js';
import { isWorking } from './evolve.js';
import type { CaseLabels, CaseState, Decision, Lesson, NoticeDraft, Proposed } from './types.js';

/**
 * What follows when somebody who may (an officer of the case, or the triage desk) says what is right. All or nothing:
 * one word that the directory does not know, or two that contradict each other, and nothing is changed. The clock is
 * never touched, and the citizen is told nothing.
 */
export function decideCorrection(target: CaseState, proposed: Proposed, by: string, now: Instant): Decision {
  const nothing = (disposition: string): Decision => ({
    disposition,
    caseCode: target.code,
    events: [],
    drafts: [],
    notices: [],
  });
  const { unknown, ...said } = proposed;
  if (unknown.length > 0) return nothing('wrong_value_unknown');
  const { service, department } = said;
  if (department !== undefined && service !== undefined && (service.department ?? department) !== department)
    return nothing('wrong_values_disagree');
  const before = labelsOf(target);
  const after = corrected(before, proposed);
  const lesson = lessonOf(target, proposed, by);
  // In a case that waits for a person, "it is what you thought" is news too.
  const news = lesson !== null || target.triage || !same(before, after);
  if (Object.keys(said).length === 0 || !news) return nothing('wrong_nothing_to_correct');
  const moved = after.department !== before.department && isWorking(target.stage);
  return {
    ...nothing('corrected'),
    events: [
      { type: 'corrected', at: now, by, before, after },
      ...(moved
        ? [{ type: 'transferred', at: now, from: before.department, to: after.department } as const]
        : []),
    ],
    notices: noticesOf(target, before, after),
    ...(lesson === null ? {} : { lesson }),
  };
}

function labelsOf({ intent, service, department, district }: CaseState): CaseLabels {
  return { intent, service, department, district };
}

/**
 * A service brings its department along; a department that was named leaves behind a service that is not its own. A
 * door outside the state teaches, but is no service a case could have here.
 */
function corrected(before: CaseLabels, { intent, service, department, district }: Proposed): CaseLabels {
  const owner = department ?? service?.department ?? before.department;
  const kept = owner === before.department ? before.service : null;
  return {
    intent: intent ?? before.intent,
    service: service === undefined ? kept : service.department === null ? null : service.code,
    department: owner,
    district: district ?? before.district,
  };
}

function same(one: CaseLabels, other: CaseLabels): boolean {
  return (Object.keys(one) as (keyof CaseLabels)[]).every((name) => one[name] === other[name]);
}

/** Only what a person said is taught, and only what the machine did not know by itself. */
function lessonOf(target: CaseState, { intent, service }: Proposed, by: string): Lesson | null {
  const news = <T>(said: T | undefined, known: string | null): T | null =>
    said === undefined || (said === known && !target.triage) ? null : said;
  const after = { intent: news(intent, target.intent), service: news(service?.code, target.service) };
  if (after.intent === null && after.service === null) return null;
  return { by, before: { intent: target.intent, service: target.service }, after };
}

/** The new owner hears of it; and danger that was not seen as such is called at once. */
function noticesOf(target: CaseState, before: CaseLabels, after: CaseLabels): NoticeDraft[] {
  if (!isWorking(target.stage)) return [];
  const { code: caseCode, level } = target;
  const moved = after.department !== before.department || after.district !== before.district;
  const danger = after.intent === 'emergency' && !target.emergency;
  return [
    ...(danger ? [{ kind: 'emergency', caseCode, level } as const] : []),
    ...(moved ? [{ kind: 'transferred', caseCode, level } as const] : []),
  ];
}
