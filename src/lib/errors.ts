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
  'IN-001': {
    what: 'A line of the input cannot be read.',
    next: 'Correct the named line; the others were handled.',
  },
  'IN-002': { what: 'A file cannot be read.', next: 'Check the named path.' },
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

  constructor(faults: Fault | readonly Fault[], options?: { cause?: unknown }) {
    const list = Array.isArray(faults) ? (faults as readonly Fault[]) : [faults as Fault];
    super(list.map(describeFault).join('\n'), options);
    this.name = 'SunwaiError';
    this.faults = list;
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
