/**
 * The one catalogue of coded errors. docs/errors.md is generated from it.
 * `what` says what is wrong, `next` what the reader should do about it.
 */
export const CATALOGUE = {
  'CFG-001': {
    what: 'A setting has a value that cannot be used.',
    next: 'Correct the named variable; `sunwai config` prints every name with its meaning.',
  },
  'CFG-002': {
    what: 'The real X was asked for, but credentials are missing.',
    next: 'Set the named variables in .env, or unset every X_* variable and SUNWAI_X to use the sandbox.',
  },
  'CFG-003': {
    what: 'The sandbox never starts by accident in production.',
    next: 'Set SUNWAI_X=live with its credentials, or SUNWAI_X=sandbox if the sandbox is really meant.',
  },
  'CFG-004': {
    what: 'SUNWAI_SECRET_KEY is missing or is not 32 bytes of base64.',
    next: "Make one with: node -e \"console.log(require('crypto').randomBytes(32).toString('base64'))\"",
  },
  'CFG-005': {
    what: 'A watched handle has no token: its cases are kept, but it cannot answer.',
    next: 'Import its token with `sunwai handle import FILE.csv`.',
  },
  'CFG-006': {
    what: 'X does not know the OAuth 2.0 client of these settings.',
    next: "Compare X_CLIENT_ID and X_CLIENT_SECRET with the app's page in the Developer Console.",
  },
  'CFG-007': {
    what: 'The sandbox is meant, and it does not run.',
    next: 'Start the desk with `npx sunwai start` and run the command beside it; for the real X set SUNWAI_X=live.',
  },
  'DIR-001': {
    what: 'A file of the directory cannot be read.',
    next: 'Check SUNWAI_DIRECTORY and the named path.',
  },
  'DIR-002': {
    what: 'A row of the directory is broken.',
    next: 'Correct the named field in the named line.',
  },
  'DIR-003': {
    what: 'A row names something the directory does not know.',
    next: 'Add the missing code, or correct the spelling in the named line.',
  },
  'DIR-004': {
    what: 'Two rows claim the same code, handle or id.',
    next: 'Keep one of the two named lines.',
  },
  'DIR-005': { what: 'policy.yaml has a value that cannot be used.', next: 'Correct the named field.' },
  'TPL-001': {
    what: 'A template cannot be used.',
    next: 'Correct the named template; every name it may use is listed in docs/templates.md.',
  },
  'TPL-002': {
    what: 'A template can grow over the weighted limit of 280.',
    next: 'Shorten the named template; the longest case is printed.',
  },
  'TRN-001': {
    what: 'A row of the training text is broken.',
    next: 'Correct the named line; docs/labelling.md has the rules.',
  },
  'TRN-002': {
    what: 'The test part and the training part share a text, a hand or a template: what is measured on it is not true.',
    next: 'Take the named row out of one of the two parts; docs/labelling.md has the rules.',
  },
  'TRN-003': {
    what: 'Too many texts are filled-in templates.',
    next: 'Write texts one by one, or take some of the filled-in ones out; docs/labelling.md has the limit.',
  },
  'MDL-001': { what: 'The model cannot be used.', next: 'Build it anew with `npm run build`.' },
  'MDL-002': {
    what: 'The model with corrections is not used: the built one is.',
    next: 'Run `sunwai train --with-corrections`: what was learnt goes into a model of this build.',
  },
  'MDL-003': {
    what: 'This file is a model that corrections went into; a build never writes over it.',
    next: 'Name another file with --out.',
  },
  'LRN-001': {
    what: 'Learning from corrections is switched off.',
    next: 'Read docs/learning.md; to switch it on set SUNWAI_LEARN=on.',
  },
  'LRN-002': {
    what: 'The model with the corrections answers worse than the model as built: it was not written, and the queued corrections are marked refused.',
    next: 'Nothing to do: the desk goes on with the model it has. docs/learning.md says what to look at.',
  },
  'LRN-003': {
    what: 'No earlier model is kept.',
    next: 'Nothing to do: the model in use is the only one.',
  },
  'LRN-004': {
    what: 'The evaluation set is too small to judge a model.',
    next: 'Add texts of the named kind, or name another folder with --evaluation.',
  },
  'STO-001': {
    what: 'The database cannot be opened.',
    next: 'Check DATABASE_URL, the folder and its rights.',
  },
  'STO-002': {
    what: 'The database was made by a newer version of Sunwai.',
    next: 'Run the newer version, or restore a backup of the older one.',
  },
  'STO-003': {
    what: 'The backup cannot be written there.',
    next: 'Name a file that does not exist yet, in a folder that does.',
  },
  'STO-004': {
    what: 'The database belongs to the other world: sandbox and real X never share one.',
    next: 'Name another file in DATABASE_URL, or move the old one away.',
  },
  'WEB-001': { what: 'The port is taken.', next: 'Set PORT to another one, or to 0 for any free one.' },
  'X-001': {
    what: 'X refused the credentials.',
    next: 'Import fresh tokens for the named handle; the others go on.',
  },
  'X-002': {
    what: 'X did not answer, or answered with something that cannot be read.',
    next: "Nothing to do: it is tried again. If it lasts, look at X's status page.",
  },
  'X-003': { what: 'X refused the request for good.', next: 'Read the detail; the row is kept and shown.' },
  'X-004': { what: 'X asked to wait.', next: 'Nothing to do: it goes on after the named time.' },
  'X-007': {
    what: 'Mentions of a time cannot be read any more: X reaches back only so far.',
    next: 'Tell the departments the interval that `sunwai doctor` names; people who wrote then must write again.',
  },
  'X-008': {
    what: 'X takes the token of a handle no more: its messages wait.',
    next: 'Connect the handle anew with `sunwai handle connect HANDLE`, or import a new token.',
  },
  'X-009': {
    what: 'X refused an answer that nobody summoned by name: from now on this handle answers only who names it.',
    next: 'Nothing to do; set `summon: explicit` in policy.yaml to make it so for all handles.',
  },
  'X-010': {
    what: 'A handle is called differently on X now. It goes on working by its numeric id.',
    next: 'Write the new name into departments.csv or handles.csv, and start the desk anew.',
  },
  'X-011': {
    what: 'The name of a handle belongs to another account now: nothing is posted for it, and what names it is not ours.',
    next: "Find out the department's present account, correct the directory, and run `sunwai handle verify`.",
  },
  'X-012': {
    what: 'X does not show the account of a handle as it must be: its messages wait.',
    next: 'Suspended: appeal to X. Protected: make its posts public. Not found: correct x_user_id in the directory. Then `sunwai handle verify`.',
  },
  'X-013': {
    what: 'X does not deliver to the webhook: it cannot reach it, or the receiver fails its challenge.',
    next: 'See that SUNWAI_ACTIVITY_URL leads by https to SUNWAI_ACTIVITY_PORT, and that X_CLIENT_SECRET and X_APP_SECRET are those of the app; docs/operating.md has the steps.',
  },
  'X-014': {
    what: 'X allows the app no further webhook.',
    next: 'Delete the named one in the Developer Console, or give the desk an app of its own.',
  },
  'X-015': {
    what: 'More subscriptions are needed than X allows the app: none was changed.',
    next: 'Watch by search or stream instead (SUNWAI_WATCH), or set SUNWAI_X_PLAN=enterprise when the contract is one.',
  },
  'X-016': {
    what: 'X tells nothing of a handle that has not agreed by OAuth 2.0; other sources read what names it.',
    next: 'Connect the handle with `sunwai handle connect HANDLE`.',
  },
  'PAY-001': {
    what: "The app's credits at X, or the limit set on its spending, are used up: everything waits, and one call every quarter of an hour tries whether that has changed.",
    next: 'Buy credits or raise the spending limit in the Developer Console; it goes on by itself within a quarter of an hour.',
  },
  'PAY-002': {
    what: "X's count of the posts read differs from ours by more than two per cent.",
    next: 'Look whether another program uses this app; `sunwai cost` shows our count. SUNWAI_DAILY_BUDGET_USD is only as good as that count.',
  },
  'PAY-003': {
    what: 'The daily ceiling of SUNWAI_DAILY_BUDGET_USD is near or reached: the named things wait until the next day of account begins, at midnight UTC.',
    next: 'Nothing to do, or raise the ceiling; `sunwai cost` shows what was spent on what.',
  },
  'SRC-001': {
    what: 'A handle that normally gets many mentions has got none for a while.',
    next: 'Search X for the handle. When people still name it, something keeps their posts from us: `sunwai doctor` tells the state of the sources. The alarm ends within minutes of the next mention.',
  },
  'SRC-002': {
    what: 'A source of mentions has not worked for ten minutes.',
    next: 'Read the detail. What was missed is read when it works again; until then a second source in SUNWAI_WATCH brings the mentions.',
  },
  'IN-001': {
    what: 'A line of the input cannot be read.',
    next: 'Correct the named line; the others were handled.',
  },
  'IN-002': { what: 'A file cannot be read.', next: 'Check the named path.' },
  'HDL-001': {
    what: 'No such handle.',
    next: 'Check the spelling; `sunwai handle list` prints those of the directory.',
  },
  'HDL-002': {
    what: 'The account that agreed is not the one of this handle: nothing was stored.',
    next: 'Log in to X as that very handle and run the command again, or correct x_user_id in the directory.',
  },
  'HDL-003': {
    what: 'The handle was not connected.',
    next: 'Run the command again and agree on the page it names.',
  },
  'HDL-004': {
    what: 'Only X can end what keeps this handle from answering.',
    next: 'Mend it on X; `sunwai handle verify` looks again.',
  },
  'HDL-005': {
    what: 'A token is being renewed at this moment, so none was touched.',
    next: 'Run the command again.',
  },
  'PRG-001': {
    what: 'It is not clear whose text is to be purged.',
    next: 'Name one of --author ID, --post ID and --all; an id is the number that X knows an account or a post by.',
  },
  'PRG-002': {
    what: 'What is purged cannot be brought back.',
    next: 'Run the same command with --yes when it is meant.',
  },
  'CASE-001': { what: 'No such case.', next: 'Check the code; `sunwai case list` prints the open ones.' },
  'CASE-002': {
    what: 'The correction changes nothing.',
    next: 'Use codes of the directory: `sunwai case wrong --help`.',
  },
  'BUG-001': {
    what: 'Sunwai met a state it must never be in.',
    next: 'Please report it with the line above; nothing half-done was stored.',
  },
} as const satisfies Record<string, { what: string; next: string }>;

export type ErrorCode = keyof typeof CATALOGUE;

/** One thing wrong, with the place (file:line, field, variable) where it is. */
export interface Fault {
  code: ErrorCode;
  where: string;
  detail: string;
}

/** An error that tells the operator what to do. Never holds a secret or a citizen's words. */
export class SunwaiError extends Error {
  readonly faults: readonly Fault[];
  /** Before then it would be the same again, in milliseconds since 1970; null: nobody knows. */
  readonly until: number | null;

  constructor(
    faults: Fault | readonly Fault[],
    { until = null, ...options }: { cause?: unknown; until?: number | null } = {},
  ) {
    const list = Array.isArray(faults) ? (faults as readonly Fault[]) : [faults as Fault];
    super(list.map(describeFault).join('\n'), options);
    this.name = 'SunwaiError';
    this.faults = list;
    this.until = until;
  }

  get code(): ErrorCode {
    return this.faults[0]?.code ?? 'BUG-001';
  }
}

/** `DIR-002 officers.csv:7 level: "x" is not a whole number. Correct the named field in the named line.` */
export function describeFault(fault: Fault): string {
  const entry = CATALOGUE[fault.code];
  return `${fault.code} ${fault.where}: ${fault.detail} (${entry.what}) → ${entry.next}`;
}
