/**
 * Everything the page knows. Modules read `state`, change it only through `update`, and are drawn
 * once per frame afterwards.
 */
export const state = {
  /** @type {'en' | 'hi'} */ lang: 'en',
  sandbox: document.querySelector('meta[name="sunwai-sandbox"]')?.getAttribute('content') === 'on',
  /** @type {'loading' | 'ready' | 'failed'} */ load: 'loading',
  live: { sandbox: 'connecting', desk: 'connecting' },
  offset: 0,
  /** @type {Map<string, any>} */ accounts: new Map(),
  /** @type {Map<string, any>} */ posts: new Map(),
  /** @type {any[]} */ samples: [],
  /** What the desk said of a post: a DeskPost, or null while it is unread. @type {Map<string, any>} */ read: new Map(),
  /** @type {any[] | null} */ cases: null,
  /** @type {string | null} */ selectedPost: null,
  /** @type {string | null} */ selectedCase: null,
  /** The newest citizen's post is selected by itself until someone chooses another. */
  follow: true,
  view: 'posts',
  composer: {
    as: '',
    handle: '',
    /** @type {string | null} */ replyTo: null,
    nameHandle: false,
    sending: false,
    error: '',
  },
};

/** @type {(() => void)[]} */
const drawers = [];
let queued = false;

/** @param {() => void} draw */
export function onDraw(draw) {
  drawers.push(draw);
}

/** @param {Partial<typeof state>} [patch] */
export function update(patch = {}) {
  Object.assign(state, patch);
  if (queued) return;
  queued = true;
  // Not an animation frame: a page in the background must stay true as well.
  queueMicrotask(() => {
    queued = false;
    for (const draw of drawers) draw();
  });
}

/** Now, on the sandbox's clock. */
export function now() {
  return Date.now() + state.offset;
}

/** Ids are decimal and grow with time; as strings they compare by length first. */
export function newerFirst(a, b) {
  return b.createdAt - a.createdAt || b.id.length - a.id.length || (a.id < b.id ? 1 : -1);
}

export function account(id) {
  return (
    state.accounts.get(id) ?? {
      id,
      handle: id,
      name: id,
      kind: 'citizen',
      about: '',
      department: null,
      district: null,
      dormant: false,
    }
  );
}

export function departments() {
  return [...state.accounts.values()].filter((a) => a.kind === 'department');
}

export function accountOfHandle(handle) {
  const wanted = handle.replace(/^@/, '').toLowerCase();
  return wanted ? departments().find((a) => a.handle.toLowerCase() === wanted) : undefined;
}

/** Handles named in a text, lower case, without the @. */
export function handlesIn(text) {
  return [...text.matchAll(/(?<![\w@])@(\w{1,20})/g)].map((match) => match[1].toLowerCase());
}

/** Whether the desk may see a post at all: it names a department's handle, or is a reply. */
export function reachesDesk(post) {
  return post.replyTo !== null || handlesIn(post.text).some((handle) => accountOfHandle(handle));
}

export function newestCitizenPost() {
  return [...state.posts.values()]
    .filter((post) => post.via === 'page' && !post.retweetOf && account(post.authorId).kind === 'citizen')
    .sort(newerFirst)[0];
}

/** The first post of the case with this code, as far as the page can tell. */
export function rootOfCase(code) {
  for (const post of [...state.posts.values()].sort(newerFirst).reverse()) {
    if (state.read.get(post.id)?.code === code && account(post.authorId).kind !== 'officer') {
      return state.posts.get(post.conversationId) ?? post;
    }
    if (post.via === 'api' && post.replyTo && post.text.includes(code)) {
      return state.posts.get(post.conversationId) ?? state.posts.get(post.replyTo) ?? null;
    }
  }
  return null;
}
