import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import { Deliveries } from './activity-delivery.js';
import { ActivityEvents } from './activity-events.js';
import { activityControl, activityRoutes } from './activity-routes.js';
import { Subscriptions } from './activity-subscriptions.js';
import { Webhooks } from './activity-webhooks.js';
import type { Gate } from './gate.js';
import { Grants } from './oauth2-grants.js';
import { oauth2Routes } from './oauth2-routes.js';
import type { Report } from './report.js';
import { FilteredStream } from './stream-connection.js';
import { streamControl, streamRoutes } from './stream-routes.js';
import { StreamRules } from './stream-rules.js';
import type { World } from './world.js';

export interface PushOptions {
  /** Milliseconds of real time between two heartbeats of the stream. */
  heartbeatMs?: number | undefined;
  /** Milliseconds of real time before an event is sent again. */
  retryMs?: number | undefined;
  /** A post was sent on the stream, or in an event. */
  onDelivered(postId: string): void;
  /** Does X serve this app nothing now: it is down, or there is no money left? */
  isDown(): boolean;
}

/** What X sends by itself (the filtered stream, activity webhooks), and the consents that it needs for some of it. */
export class Push {
  readonly grants: Grants;
  readonly #world: World;
  readonly #rules: StreamRules;
  readonly #stream: FilteredStream;
  readonly #webhooks: Webhooks;
  readonly #subscriptions: Subscriptions;
  readonly #deliveries: Deliveries;

  constructor(world: World, options: PushOptions) {
    this.#world = world;
    this.grants = new Grants(world);
    this.#rules = new StreamRules(world);
    this.#stream = new FilteredStream(world, this.#rules, options);
    this.#webhooks = new Webhooks(world);
    this.#subscriptions = new Subscriptions(world, this.#webhooks);
    this.#deliveries = new Deliveries(this.#webhooks, options);
    new ActivityEvents(this.#subscriptions, this.grants, this.#deliveries).listen(world);
  }

  /** Its routes under /2. */
  addXRoutes(app: FastifyInstance, gate: Gate, report: Report): void {
    streamRoutes(app, { gate, report, rules: this.#rules, stream: this.#stream });
    activityRoutes(app, gate, this.#webhooks, this.#subscriptions);
  }

  /** Its routes under /sandbox. */
  addControlRoutes(app: FastifyInstance): void {
    streamControl(app, this.#stream);
    activityControl(app, this.#deliveries);
  }

  /** Its routes at the root: X spreads them over two hosts. */
  oauth2(): FastifyPluginCallback {
    return oauth2Routes(this.#world, this.grants);
  }

  close(): void {
    this.#stream.close();
    this.#deliveries.close();
  }
}
