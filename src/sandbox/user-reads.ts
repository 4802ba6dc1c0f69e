import { HANDLE } from './mentions.js';
import type { Reader } from './post-answers.js';
import { notFound, suspendedUser } from './problems.js';
import { Query } from './query.js';
import { renderUser, USER_FIELDS } from './render-user.js';
import type { Account } from './types.js';

/** `GET /2/users/by?usernames=` */
export function usersByName(reader: Reader, url: string): object {
  const query = new Query(url, ['usernames', 'user.fields']);
  const asked = query.fields('user.fields', USER_FIELDS);
  return users(reader, 'usernames', query.list('usernames', 100, HANDLE), asked, (name) => {
    const id = reader.world.identityOf(name)?.id;
    return id === undefined ? undefined : reader.world.account(id);
  });
}

/** `GET /2/users?ids=` */
export function usersById(reader: Reader, url: string): object {
  const query = new Query(url, ['ids', 'user.fields']);
  const asked = query.fields('user.fields', USER_FIELDS);
  return users(reader, 'ids', query.ids('ids', 100), asked, (id) => reader.world.account(id));
}

/** `GET /2/users/me` */
export function me(reader: Reader, url: string, userId: string): object {
  const asked = new Query(url, ['user.fields']).fields('user.fields', USER_FIELDS);
  const { data, errors } = users(reader, 'id', [userId], asked, (id) => reader.world.account(id));
  return data === undefined ? { errors } : { data: data[0] };
}

/** 200 with those found; X leaves `data` and `errors` out when there is nothing in them. */
function users(
  { world, bill }: Reader,
  parameter: string,
  keys: readonly string[],
  asked: ReadonlySet<string>,
  look: (key: string) => Account | undefined,
): { data?: object[]; errors?: object[] } {
  const looked = [...new Set(keys)].map((key) => ({ key, user: look(key) }));
  const found = looked.flatMap(({ user }) => (user === undefined || user.suspended ? [] : [user]));
  const errors = looked.flatMap(({ key, user }) => {
    if (user === undefined) return [notFound('user', parameter, key)];
    return user.suspended ? [suspendedUser(parameter, key)] : [];
  });
  bill.read(
    'user_read',
    found.map(({ id }) => id),
  );
  const data = found.map((user) => renderUser(world, user, asked));
  return { ...(data.length > 0 && { data }), ...(errors.length > 0 && { errors }) };
}
