import type { FastifyInstance } from 'fastify';
import { readAccount, readStanding } from './account-input.js';
import { BadRequest, Missing, object } from './control-input.js';
import type { Account } from './types.js';
import type { World } from './world.js';

type One = { Params: { id: string } };

/** What befalls accounts. */
export function accountRoutes(app: FastifyInstance, world: World): void {
  const find = (id: string): Account => {
    const account = world.account(id);
    if (account === undefined) throw new Missing('there is no such account');
    return account;
  };

  app.post('/accounts', (request, reply) => {
    return reply.code(201).send(world.putAccount(readAccount(world, request.body)));
  });
  app.post<One>('/accounts/:id', (request) => {
    const account = find(request.params.id);
    const { handle, change } = readStanding(world, account, request.body);
    if (handle !== undefined) world.rename(account, handle);
    if (Object.keys(change).length > 0) world.changeStanding(account.id, change);
    return world.account(account.id);
  });
  app.post<One>('/accounts/:id/dormant', (request) => {
    const account = find(request.params.id);
    const { dormant } = object(request.body, ['dormant']);
    if (typeof dormant !== 'boolean') throw new BadRequest('dormant: true or false');
    if (dormant) world.fallDormant(account.id);
    else world.post([{ authorId: account.id, text: wordsOf(account.name, world), via: 'page' }]);
    return world.account(account.id);
  });
}

/** Not the same twice. */
function wordsOf(name: string, world: World): string {
  return `${name}: our staff read this account again. (sample ${world.newId().slice(-8)})`;
}
