import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Bill } from './bill.js';
import type { DayLimits } from './day-limits.js';
import type { Faults } from './faults.js';
import type { Endpoint } from './limit-tables.js';
import type { Caller, SignedRequest } from './oauth.js';
import { creditsDepleted, suspendedCaller, tooMany, unauthorized, type XProblem } from './problems.js';
import { type Allowance, type RateLimits, rateHeaders } from './rate-limits.js';
import type { Report } from './report.js';
import type { World } from './world.js';

/** What stands at X's door. */
export interface Doorkeepers {
  world: World;
  faults: Faults;
  limits: RateLimits;
  days: DayLimits;
  bill: Bill;
  report: Report;
  /** Whose credentials these are, if anyone's. */
  authenticate: (request: SignedRequest) => Caller | null;
}

/** Lets callers in, or throws what X would answer instead. */
export class Gate {
  readonly #keepers: Doorkeepers;
  readonly #names = new WeakMap<FastifyRequest, string>();

  constructor(keepers: Doorkeepers) {
    this.#keepers = keepers;
  }

  /**
   * Who calls, if they may; counts the call and tells in headers what is left. `billable`: it costs money, so it is
   * refused when there is none.
   */
  admit(
    request: FastifyRequest,
    reply: FastifyReply,
    endpoint: Endpoint,
    { billable = true }: { billable?: boolean } = {},
  ): Caller {
    const { limits, faults, days, bill } = this.#keepers;
    const caller = this.#identify(request);
    const name = this.callerName(request);
    const limit = limits.limitOf(name, endpoint) ?? 0;
    const storm = faults.standing.storm(endpointOf(request), name);
    if (storm !== null) {
      const headers = rateHeaders(limit, 0, storm.until);
      this.#require({ allowed: false, headers, insideKnown: storm.known }, request, reply);
    }
    this.#require(limits.take(name, endpoint), request, reply);
    if (endpoint === 'create' && caller.kind === 'user') this.#require(days.ask(name), request, reply);
    if (billable && bill.exhausted) throw creditsDepleted();
    return caller;
  }

  /** `app`, or the id of the user who called; `nobody` when that was not found out. */
  callerName(request: FastifyRequest): string {
    return this.#names.get(request) ?? 'nobody';
  }

  /** Enters in the report what the caller should have known better than to ask. */
  note(problem: XProblem, request: FastifyRequest): void {
    if (problem.violation === null) return;
    this.#keepers.report.violation(problem.violation, endpointOf(request), this.callerName(request));
  }

  #identify(request: FastifyRequest): Caller {
    const { authenticate, world } = this.#keepers;
    const { method, url, headers } = request;
    const caller = authenticate({ method, url, authorization: headers.authorization });
    if (caller === null) throw unauthorized();
    this.#names.set(request, caller.kind === 'user' ? caller.userId : 'app');
    if (caller.kind === 'app') return caller;
    const standing = world.standing(caller.userId);
    if (standing === undefined || standing.revoked) throw unauthorized();
    if (standing.suspended) throw suspendedCaller();
    return caller;
  }

  #require({ allowed, headers, insideKnown }: Allowance, request: FastifyRequest, reply: FastifyReply): void {
    reply.headers(headers);
    if (allowed) return;
    if (insideKnown)
      this.#keepers.report.violation('inside429', endpointOf(request), this.callerName(request));
    throw tooMany();
  }
}

/** `GET /2/users/:id/mentions` */
export function endpointOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? 'elsewhere'}`;
}
