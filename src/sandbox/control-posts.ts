import type { FastifyInstance } from 'fastify';
import type { Instant } from '../lib/instant.js';
import { BadRequest, Missing, object } from './control-input.js';
import type { Faults } from './faults.js';
import { readDraft, readDrafts, readEdit } from './post-input.js';
import type { Draft, Post, StoredPost } from './types.js';
import type { World } from './world.js';

type One = { Params: { id: string } };

/** What people do with posts by hand. */
export function postRoutes(app: FastifyInstance, world: World, faults: Faults): void {
  /** Unless it says itself when it is found, a standing fault may. */
  const late = (draft: Draft): Draft => ({ lateBy: faults.standing.lateBy('page'), ...draft });
  const find = (id: string): StoredPost => {
    const post = world.timeline.get(id);
    if (post === undefined) throw new Missing('there is no such post');
    return post;
  };

  app.post('/posts', (request, reply) => {
    const [post] = world.post([late(readDraft(world, request.body))]);
    return reply.code(201).send(post && shown(post));
  });
  app.post('/posts/bulk', (request, reply) => {
    const posts = world.post(readDrafts(world, request.body).map(late));
    return reply.code(201).send({ ids: posts.map(({ id }) => id) });
  });
  app.post<One>('/posts/:id/edit', (request, reply) => {
    const post = find(world.fates.newest(request.params.id));
    return reply.code(201).send(shown(world.edit(post, readEdit(world, post, request.body))));
  });
  app.post<One>('/posts/:id/delete', (request) => {
    const post = find(request.params.id);
    object(request.body, []);
    world.delete(post.id);
    return withFate(world, post);
  });
  app.post<One>('/posts/:id/withhold', (request) => {
    const post = find(request.params.id);
    const { withheld } = object(request.body, ['withheld']);
    if (typeof withheld !== 'boolean') throw new BadRequest('withheld: true or false');
    world.withhold(post.id, withheld);
    return withFate(world, post);
  });
}

/** A post without what only the sandbox needs to know. */
export function shown({ prefix: _, ...post }: StoredPost): Post {
  return post;
}

/** A post and what became of it, if anything did. */
function withFate(world: World, post: StoredPost): Post & { deletedAt?: Instant; withheld?: true } {
  const deletedAt = world.fates.deletedAt(post.id);
  return {
    ...shown(post),
    ...(deletedAt !== undefined && { deletedAt }),
    ...(world.fates.isWithheld(post.id) && { withheld: true as const }),
  };
}

/** Every post that has ever been there, oldest first. */
export function allPosts(world: World): Post[] {
  return world.timeline.oldestFirst().flatMap((post) => (world.exists(post) ? [withFate(world, post)] : []));
}

/** Posts that are there, each in its newest version. */
export function newest(world: World, most: number): Post[] {
  const posts: Post[] = [];
  for (const { post } of world.timeline.newestFirst()) {
    if (posts.length === most) break;
    if (!world.exists(post) || world.fates.deletedAt(post.id) !== undefined) continue;
    if (world.fates.newest(post.id) === post.id) posts.push(shown(post));
  }
  return posts;
}
