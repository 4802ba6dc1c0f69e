import type { Instant } from '../lib/instant.js';
import { decidePost } from './decide.js';
import type { CaseEvent, CasePolicy, CaseState, Decision, PostFacts, Understood } from './types.js';

/** A new version of a post that was decided. */
export interface EditFacts extends PostFacts {
  edit: {
    /** Id of the version before. */
    was: string;
    /** The command in the version before. */
    command: Understood['command'];
    /** The case whose history holds the post; null: none does. */
    target: CaseState | null;
  };
}

/**
 * What the new version of a post leads to. What was answered stays answered: an edit never brings a second
 * acknowledgement, and no command that was edited in is obeyed. A post that led to nothing may lead to a case now.
 */
export function decideEdit(facts: EditFacts, policy: CasePolicy, now: Instant): Decision {
  const { edit, meaning } = facts;
  const { command } = meaning;
  const editedIn = command !== null && !isSameCommand(command, edit.command);
  const disposition = editedIn ? 'refused_edited_command' : 'edited';
  if (edit.target !== null)
    return { ...nothing(disposition, edit.target.code), ...changes(facts, edit.target, now) };
  if (command !== null) return nothing(disposition, facts.named?.code ?? null);
  const anew = decidePost(facts, policy, now);
  return anew.events.length > 0 ? anew : nothing(disposition, null);
}

/** The case hears that its post changed, and of the place or the danger that was not in it before. */
function changes(facts: EditFacts, target: CaseState, now: Instant): Pick<Decision, 'events' | 'notices'> {
  const { post, meaning, edit } = facts;
  const isCitizens = post.authorId === target.authorId;
  const danger = isCitizens && meaning.emergency && !target.emergency;
  const edited = { type: 'edited', at: now, postId: post.id, was: edit.was } as const;
  const events: CaseEvent[] = [danger ? { ...edited, danger } : edited];
  if (
    isCitizens &&
    target.district === null &&
    meaning.district !== null &&
    edit.was === target.latestPostId
  ) {
    events.push({ type: 'located', at: now, district: meaning.district, postId: post.id });
  }
  const { code: caseCode, level } = target;
  return { events, notices: danger ? [{ kind: 'emergency', caseCode, level }] : [] };
}

function isSameCommand(one: Understood['command'], other: Understood['command']): boolean {
  return one?.kind === other?.kind && one?.code === other?.code;
}

function nothing(disposition: string, caseCode: string | null): Decision {
  return { disposition, caseCode, events: [], drafts: [], notices: [] };
}
