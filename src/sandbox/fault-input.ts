import { type Clock, MINUTE } from '../lib/instant.js';
import { BadRequest, object } from './control-input.js';
import { FAULT_KINDS, type FaultKind, type Faults } from './faults.js';
import { READ_FAULTS, type StandingFault } from './standing-faults.js';

const MOST_CALLS = 10_000;
/** A week. */
const LONGEST_MINUTES = 7 * 24 * 60;
const LATEST_SECONDS = 86_400;
const ENDPOINT = /^(GET|POST|PUT|DELETE) \/2\/[\w/:]+$/;

type Fields = Record<string, unknown>;
type Reading = (fields: Fields, clock: Clock) => StandingFault;

const shared: Reading = (fields) => ({
  kind: fields.kind as 'html5xx',
  share: share(fields),
  seed: whole(fields, 'seed', 0, 2 ** 32 - 1, 1),
  endpoint: fields.endpoint === undefined ? null : endpoint(fields),
});

/** What each standing fault is made of, and how that is read. */
const STANDING: Record<StandingFault['kind'], { known: string[]; read: Reading }> = {
  html5xx: { known: ['share', 'seed', 'endpoint'], read: shared },
  ...(Object.fromEntries(
    READ_FAULTS.map((kind) => [kind, { known: ['share', 'seed', 'endpoint'], read: shared }]),
  ) as Record<(typeof READ_FAULTS)[number], { known: string[]; read: Reading }>),
  storm429: {
    known: ['endpoint', 'minutes'],
    read: (fields, clock) => ({ kind: 'storm429', endpoint: endpoint(fields), until: until(fields, clock) }),
  },
  outage: {
    known: ['minutes', 'how'],
    read: (fields, clock) => {
      const { how = '503' } = fields;
      if (how !== '503' && how !== 'reset') throw new BadRequest('how: 503 or reset');
      return { kind: 'outage', until: until(fields, clock), how };
    },
  },
  late_posts: {
    known: ['share', 'seconds', 'seed', 'via'],
    read: (fields) => {
      const { via } = fields;
      if (via !== undefined && via !== 'page' && via !== 'api') throw new BadRequest('via: page or api');
      return {
        kind: 'late_posts',
        share: share(fields),
        seconds: whole(fields, 'seconds', 1, LATEST_SECONDS),
        seed: whole(fields, 'seed', 0, 2 ** 32 - 1, 1),
        via: via ?? null,
      };
    },
  },
};

const KINDS = [...FAULT_KINDS, ...Object.keys(STANDING), 'clear'];

/** Plans, sets or clears faults as asked. Throws BadRequest. */
export function setFault(faults: Faults, clock: Clock, input: unknown): void {
  const kind = (input as Fields | null)?.kind;
  if (typeof kind !== 'string' || !KINDS.includes(kind)) {
    throw new BadRequest(`kind: one of ${KINDS.join(', ')}`);
  }
  if (kind === 'clear') {
    object(input, ['kind']);
    faults.clear();
  } else if (FAULT_KINDS.some((one) => one === kind)) {
    const fields = object(input, ['kind', 'count']);
    faults.plan(kind as FaultKind, whole(fields, 'count', 0, MOST_CALLS));
  } else {
    const { known, read } = STANDING[kind as StandingFault['kind']];
    faults.standing.add(read(object(input, ['kind', ...known]), clock));
  }
}

function share({ share: value }: Fields): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new BadRequest('share: a number from 0 to 1');
}

function until(fields: Fields, clock: Clock): number {
  const { minutes } = fields;
  if (typeof minutes !== 'number' || !(minutes >= 0 && minutes <= LONGEST_MINUTES)) {
    throw new BadRequest(`minutes: a number from 0 to ${LONGEST_MINUTES}`);
  }
  return clock.now() + minutes * MINUTE;
}

function endpoint({ endpoint: value }: Fields): string {
  if (typeof value === 'string' && ENDPOINT.test(value)) return value;
  throw new BadRequest('endpoint: a method and a route, as in GET /2/users/:id/mentions');
}

function whole(fields: Fields, name: string, least: number, most: number, otherwise?: number): number {
  const value = fields[name] ?? otherwise;
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most)
    return value as number;
  throw new BadRequest(`${name}: a whole number from ${least} to ${most}`);
}
