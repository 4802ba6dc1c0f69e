import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deliveries } from './activity-delivery.js';
import { underNewId } from './activity-events.js';
import type { Subscriptions } from './activity-subscriptions.js';
import { signatureOf, type Webhooks } from './activity-webhooks.js';
import { BadRequest, object } from './control-input.js';
import type { Gate } from './gate.js';
import { authenticationName } from './oauth2-scopes.js';
import { wrongAuthentication } from './problems.js';
import { Query } from './query.js';

const ACTIONS = ['replay', 'forge', 'pause'] as const;

type OneOf = { Params: { id: string } };

/** `/2/webhooks` and `/2/activity/subscriptions`. */
export function activityRoutes(
  app: FastifyInstance,
  gate: Gate,
  webhooks: Webhooks,
  subscriptions: Subscriptions,
): void {
  /** The app's own Bearer token only. */
  function admitApp(
    request: FastifyRequest,
    reply: FastifyReply,
    endpoint: 'webhooks' | 'subscriptions',
  ): void {
    const caller = gate.admit(request, reply, endpoint, { billable: false });
    if (caller.kind === 'app') return;
    throw wrongAuthentication(authenticationName(caller), 'OAuth 2.0 Application-Only');
  }

  app.get('/webhooks', (request, reply) => {
    admitApp(request, reply, 'webhooks');
    new Query(request.url, []);
    return webhooks.list();
  });
  app.post('/webhooks', (request, reply) => {
    admitApp(request, reply, 'webhooks');
    return webhooks.create(request.body);
  });
  app.put<OneOf>('/webhooks/:id', (request, reply) => {
    admitApp(request, reply, 'webhooks');
    return webhooks.validate(request.params.id);
  });
  app.delete<OneOf>('/webhooks/:id', (request, reply) => {
    admitApp(request, reply, 'webhooks');
    return webhooks.delete(request.params.id);
  });
  app.get('/activity/subscriptions', (request, reply) => {
    gate.admit(request, reply, 'subscriptions', { billable: false });
    new Query(request.url, []);
    return subscriptions.list();
  });
  app.post('/activity/subscriptions', (request, reply) => {
    const caller = gate.admit(request, reply, 'subscriptions', { billable: false });
    return subscriptions.create(caller, request.body);
  });
  app.delete<OneOf>('/activity/subscriptions/:id', (request, reply) => {
    admitApp(request, reply, 'subscriptions');
    return subscriptions.delete(request.params.id);
  });
}

/** `/sandbox/activity`: what was delivered, and what goes wrong with it. */
export function activityControl(app: FastifyInstance, deliveries: Deliveries): void {
  app.get('/activity', () => deliveries.state);
  app.post('/activity', async (request) => {
    const fields = object(request.body, ['action', 'on', 'event_uuid']);
    const action = ACTIONS.find((one) => one === fields.action);
    if (action === undefined) throw new BadRequest(`action: one of ${ACTIONS.join(', ')}`);
    if ((action === 'pause') !== (typeof fields.on === 'boolean')) {
      throw new BadRequest('on: true or false, with pause only');
    }
    if (action === 'pause') {
      deliveries.pause(fields.on === true);
      return deliveries.state;
    }
    const event = deliveries.find(fields.event_uuid === undefined ? undefined : String(fields.event_uuid));
    if (event === undefined) throw new BadRequest('event_uuid: there was no such event');
    if (action === 'replay') {
      deliveries.push(event);
      return deliveries.state;
    }
    const forged = underNewId(event);
    const status = await deliveries.send(forged, signatureOf(forged.body, 'not-the-secret'));
    return { event_uuid: forged.uuid, status };
  });
}
