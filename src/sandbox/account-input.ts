import { BadRequest, object, string } from './control-input.js';
import { HANDLE } from './mentions.js';
import { type Account, type AccountKind, type Identity, type Standing, VERIFIED_TYPES } from './types.js';
import type { World } from './world.js';

const STANDING = ['suspended', 'protected', 'revoked', 'automated', 'verifiedType', 'followers'] as const;
const HANDLE_RULE = 'handle: 1 to 15 Latin letters, digits or _';
const KINDS: readonly AccountKind[] = ['department', 'officer', 'citizen', 'stranger'];

export function readAccount(world: World, input: unknown): Identity {
  const fields = object(input, ['id', 'handle', 'name', 'kind', 'department', 'district', 'about']);
  const handle = string(fields, 'handle');
  if (!HANDLE.test(handle)) throw new BadRequest(HANDLE_RULE);
  if (world.identityOf(handle) !== undefined) throw new BadRequest(`handle: @${handle} is taken`);
  const id = fields.id === undefined ? world.newId() : string(fields, 'id');
  if (!/^[1-9]\d{0,18}$/.test(id)) throw new BadRequest('id: 1 to 19 digits');
  if (world.account(id) !== undefined) throw new BadRequest(`id: ${id} is taken`);
  const kind = KINDS.find((one) => one === fields.kind);
  if (kind === undefined) throw new BadRequest(`kind: one of ${KINDS.join(', ')}`);
  return {
    id,
    handle,
    name: string(fields, 'name'),
    kind,
    department: fields.department == null ? null : string(fields, 'department'),
    district: fields.district == null ? null : string(fields, 'district'),
    about: fields.about == null ? '' : string(fields, 'about'),
  };
}

/** What shall be different about an account from now on. */
export function readStanding(
  world: World,
  account: Account,
  input: unknown,
): { handle?: string; change: Partial<Standing> } {
  const { handle, ...fields } = object(input, ['handle', ...STANDING]);
  if (handle !== undefined) {
    if (typeof handle !== 'string' || !HANDLE.test(handle)) throw new BadRequest(HANDLE_RULE);
    const owner = world.identityOf(handle);
    if (owner !== undefined && owner.id !== account.id) throw new BadRequest(`handle: @${handle} is taken`);
  }
  for (const name of ['suspended', 'protected', 'revoked', 'automated']) {
    const value = fields[name];
    if (value !== undefined && typeof value !== 'boolean') throw new BadRequest(`${name}: true or false`);
  }
  const { verifiedType, followers } = fields;
  if (verifiedType !== undefined && !VERIFIED_TYPES.some((one) => one === verifiedType)) {
    throw new BadRequest(`verifiedType: one of ${VERIFIED_TYPES.join(', ')}`);
  }
  if (followers !== undefined && !(Number.isSafeInteger(followers) && (followers as number) >= 0)) {
    throw new BadRequest('followers: a whole number, not below 0');
  }
  return { ...(handle !== undefined && { handle }), change: fields };
}
