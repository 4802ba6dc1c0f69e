import { type Command, InvalidArgumentError } from 'commander';
import { welcomeBack } from '../bot/accounts.js';
import type { WatchedHandle } from '../bot/ports.js';
import { readConfig } from '../compose.js';
import { SunwaiError } from '../lib/errors.js';
import { MINUTE } from '../lib/instant.js';
import { createSeal } from '../lib/seal.js';
import { type Grant, type OAuth2, SCOPES } from '../x/oauth2.js';
import { sealToken } from '../x/tokens.js';
import { listenForCallback } from './callback-server.js';
import { findHandle } from './find-handle.js';
import { print, say } from './output.js';
import { withX } from './with-x.js';

interface Options {
  port: number;
  wait: number;
  json?: true;
}

export function handleConnectCommand(handle: Command): void {
  handle
    .command('connect <handle>')
    .description(
      'Ask the owner of a handle for an OAuth 2.0 token that renews itself: prints an address, waits for the answer on this machine, and stores the token encrypted.',
    )
    .option(
      '--port <number>',
      "port of the answer; X's app settings must name http://127.0.0.1:PORT/callback",
      port,
      8787,
    )
    .option('--wait <minutes>', 'how long to wait for the answer', minutes, 10)
    .option('--json', 'the outcome as JSON; the address goes to stderr')
    .addHelpText(
      'after',
      '\nExample:\n  $ npx sunwai handle connect @sw_energy\nThe browser may be on another machine: ssh -L 8787:127.0.0.1:8787 THIS_MACHINE brings the answer here.\n',
    )
    .action(connect);
}

async function connect(typed: string, { port: chosen, wait, json }: Options): Promise<void> {
  const { values } = readConfig();
  const seal = createSeal(values.SUNWAI_SECRET_KEY, values.SUNWAI_SECRET_KEY_NEW);
  const handle = findHandle(typed);
  await withX(async ({ oauth2, store, clock }) => {
    const callback = await listenForCallback(chosen, wait * MINUTE);
    try {
      const { url, state, verifier } = oauth2.link(callback.redirectUri);
      const answer = callback.code(state);
      const words = `Open this address in a browser that is logged in to X as @${handle.handle}:`;
      if (json === true) process.stderr.write(`${words}\n${url}\n`);
      else print(`${words}\n${url}`);
      const grant = await oauth2.redeem(await answer, verifier, callback.redirectUri);
      await check(oauth2, handle, grant);
      const now = clock.now();
      const { handle: name, xUserId } = handle;
      await store.saveCredentials(
        [{ handle: name, xUserId, kind: 'oauth2', sealed: sealToken(seal, grant) }],
        now,
      );
      await welcomeBack(store, xUserId, now);
    } finally {
      await callback.close();
    }
  });
  say(json, { connected: handle.handle, x_user_id: handle.xUserId }, `@${handle.handle} is connected`);
}

/** Whoever was logged in said yes: it must be this very account, and to everything. Else the grant is given back. */
async function check(oauth2: OAuth2, { handle, xUserId }: WatchedHandle, grant: Grant): Promise<void> {
  const owner = await oauth2.owner(grant.accessToken);
  const lacking = SCOPES.filter((scope) => !grant.scopes.includes(scope));
  if (owner === xUserId && lacking.length === 0) return;
  await oauth2.revoke(grant.refreshToken);
  throw owner === xUserId
    ? new SunwaiError({
        code: 'HDL-003',
        where: `@${handle}`,
        detail: `it did not allow ${lacking.join(', ')}`,
      })
    : new SunwaiError({
        code: 'HDL-002',
        where: `@${handle}`,
        detail: `its id is ${xUserId}, ${owner} agreed`,
      });
}

function port(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  throw new InvalidArgumentError('must be 0 to 65535');
}

function minutes(value: string): number {
  const number = Number(value);
  if (number > 0 && number <= 1_440) return number;
  throw new InvalidArgumentError('must be a number of minutes above 0');
}
