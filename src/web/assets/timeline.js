import { pieces } from './code.js';
import { arrange, byId, el, langOf, setText } from './dom.js';
import { account, newerFirst, now, state } from './store.js';
import { t } from './strings.js';
import { absolute, relative } from './time.js';

const MAX_THREADS = 200;
/** Deeper replies stay at this indent: a phone has no more room. */
const MAX_INDENT = 2;

/** @type {Map<string, { node: HTMLElement, key: string, time: HTMLElement }>} */
const drawn = new Map();
/** @type {(postId: string) => void} */
let onReply = () => {};
/** @type {(postId: string) => void} */
let onSelect = () => {};

export function initTimeline(handlers) {
  onReply = handlers.reply;
  onSelect = handlers.select;
}

export function isBot(post) {
  return post.via === 'api';
}

export function drawTimeline() {
  const list = byId('timeline');
  const status = byId('timeline-state');
  if (state.load !== 'ready') {
    drawStatus(status, state.load);
    return;
  }

  const threads = new Map();
  for (const post of [...state.posts.values()].sort(newerFirst).reverse()) {
    const root = state.posts.has(post.conversationId) ? post.conversationId : post.id;
    const thread = threads.get(root) ?? threads.set(root, []).get(root);
    thread.push(post);
  }
  const roots = [...threads.keys()].map((id) => state.posts.get(id)).sort(newerFirst);
  const talk = roots.filter((root) => !isNotice(root, threads.get(root.id)));
  const notices = roots.filter((root) => !talk.includes(root));
  drawStatus(status, talk.length === 0 ? 'empty' : null);
  drawPosts(
    list,
    talk.slice(0, MAX_THREADS).flatMap((root) => threads.get(root.id)),
  );
  byId('notices').hidden = notices.length === 0;
  setText(byId('notices-title'), t('notices', { n: notices.length }));
  drawPosts(byId('notices-list'), notices);
}

/** A department's own post that nobody answered: every handle has one, and they would bury the people's posts. */
function isNotice(root, thread) {
  return thread.length === 1 && !isBot(root) && account(root.authorId).kind === 'department';
}

function drawPosts(list, posts) {
  for (const post of posts) draw(post, post.conversationId !== post.id);
  arrange(
    list,
    posts.map((post) => drawn.get(post.id)?.node),
  );
}

function drawStatus(node, status) {
  const key = `${status}/${state.lang}`;
  if (node.dataset.key === key) return;
  node.dataset.key = key;
  if (status === null) node.replaceChildren();
  else if (status === 'loading') {
    node.replaceChildren(
      el('p', { class: 'unseen', text: t('loadingPosts') }),
      ...[1, 2, 3].map(() => el('div', { class: 'ghost', 'aria-hidden': 'true' }, el('i'), el('b'), el('b'))),
    );
  } else if (status === 'failed') {
    node.replaceChildren(
      el(
        'div',
        { class: 'notice' },
        el('h3', { text: t('failedPosts') }),
        el('p', { text: t('failedNext') }),
      ),
    );
  } else {
    node.replaceChildren(
      el(
        'div',
        { class: 'notice' },
        el('h3', { text: t('emptyPosts') }),
        el(
          'ol',
          {},
          ...['emptyPosts1', 'emptyPosts2', 'emptyPosts3'].map((k) =>
            el('li', { text: t(/** @type {any} */ (k)) }),
          ),
        ),
      ),
    );
  }
}

function depth(post) {
  let level = 0;
  let at = post;
  while (at?.replyTo && level < MAX_INDENT) {
    level += 1;
    at = state.posts.get(at.replyTo);
  }
  return level;
}

function draw(post, isReply) {
  const author = account(post.authorId);
  const key = [state.lang, author.name, author.handle, depth(post), state.accounts.size].join('|');
  let entry = drawn.get(post.id);
  if (entry?.key !== key) {
    const hadFocus = entry?.node.contains(document.activeElement);
    const fresh = build(post, author, key, isReply);
    if (entry?.node.isConnected) entry.node.replaceWith(fresh.node);
    drawn.set(post.id, fresh);
    if (hadFocus) article(fresh).focus({ preventScroll: true });
    entry = fresh;
  }
  const selected = state.selectedPost === post.id;
  const card = article(entry);
  if ((card.getAttribute('aria-current') === 'true') !== selected) {
    if (selected) card.setAttribute('aria-current', 'true');
    else card.removeAttribute('aria-current');
  }
  setText(entry.time, relative(Math.min(post.createdAt, now()), now()));
}

function article(entry) {
  return /** @type {HTMLElement} */ (entry.node.firstElementChild);
}

function build(post, author, key, isReply) {
  const bot = isBot(post);
  const time = el('time', {
    datetime: new Date(post.createdAt).toISOString(),
    title: `${absolute(post.createdAt)} IST`,
  });
  const parent = post.replyTo ? state.posts.get(post.replyTo) : null;
  const tag = bot
    ? t('automated')
    : author.kind === 'officer'
      ? t('officerTag')
      : author.kind === 'department'
        ? t('departmentTag')
        : null;
  const card = el(
    'article',
    {
      class: `post${bot ? ' bot' : ''}`,
      tabindex: '0',
      'aria-labelledby': `by-${post.id}`,
      data: {
        testid: `post-${post.id}`,
        postId: post.id,
        authorId: post.authorId,
        via: post.via,
        replyTo: post.replyTo ?? '',
      },
      on: {
        click: (event) => {
          if (!event.target.closest('button') && !getSelection()?.toString()) onSelect(post.id);
        },
        keydown: (event) => {
          if (event.key === 'Enter' && event.target === event.currentTarget) onSelect(post.id);
        },
      },
    },
    avatar(author),
    el(
      'div',
      { class: 'body' },
      el(
        'p',
        { class: 'by', id: `by-${post.id}` },
        el('strong', { text: author.name, lang: langOf(author.name) }),
        tag && el('span', { class: `tag${bot ? ' tag-bot' : ''}`, text: tag }),
        el('span', { class: 'handle', text: `@${author.handle}` }),
        time,
      ),
      parent && el('p', { class: 'to', text: t('inReplyTo', { handle: account(parent.authorId).handle }) }),
      post.retweetOf && el('p', { class: 'to', text: t('reposted') }),
      el('p', { class: 'text', lang: langOf(post.text) }, ...rich(post.text)),
      embedded(post),
      el('button', {
        type: 'button',
        class: 'link reply',
        text: t('reply'),
        'aria-label': t('replyTo', { name: author.name }),
        data: { testid: `reply-${post.id}` },
        on: { click: () => onReply(post.id) },
      }),
    ),
  );
  const node = el('li', { class: isReply ? `thread depth-${Math.max(1, depth(post))}` : 'thread' }, card);
  return { node, key, time };
}

function embedded(post) {
  const inner = state.posts.get(post.quote ?? post.retweetOf ?? '');
  if (!inner) return null;
  const author = account(inner.authorId);
  return el(
    'blockquote',
    { 'aria-label': t('quoted', { name: author.name }) },
    el(
      'p',
      { class: 'by' },
      el('strong', { text: author.name }),
      el('span', { class: 'handle', text: `@${author.handle}` }),
    ),
    el('p', { text: inner.text, lang: langOf(inner.text) }),
  );
}

function avatar(author) {
  // A remark in brackets is not part of the name.
  const words = author.name
    .replace(/\([^)]*\)/g, '')
    .trim()
    .split(/\s+/);
  // Whole clusters, so that a Devanagari initial keeps its vowel sign.
  const first = (word) => (word ? ([...new Intl.Segmenter('hi').segment(word)][0]?.segment ?? '') : '');
  const initials =
    first(words[0]) + (words.length > 1 && langOf(author.name) === 'en' ? first(words.at(-1)) : '');
  return el('span', {
    class: `avatar avatar-${author.kind}`,
    'aria-hidden': 'true',
    text: initials,
    lang: langOf(author.name),
  });
}

/** Text with its @handles, #tags and codes marked; every piece a text node. */
function rich(text) {
  return pieces(text).map((piece, index) => {
    if (index % 2 === 0) return document.createTextNode(piece);
    return el('span', { class: /^[@#]/.test(piece) ? 'mention' : 'code', text: piece });
  });
}

export function showPost(postId) {
  drawn.get(postId)?.node.scrollIntoView({ block: 'nearest' });
}

/** Moves the focus to the next (+1) or previous (-1) post. */
export function step(by) {
  const cards = [...document.querySelectorAll('#timeline article, #notices[open] article')];
  if (cards.length === 0) return;
  const focused = cards.indexOf(/** @type {Element} */ (document.activeElement?.closest('article')));
  const from =
    focused >= 0 ? focused : cards.findIndex((card) => card.getAttribute('aria-current') === 'true');
  const next = /** @type {HTMLElement} */ (cards[Math.min(cards.length - 1, Math.max(0, from + by))]);
  next.focus();
  onSelect(next.dataset.postId ?? '', { stay: true });
}
