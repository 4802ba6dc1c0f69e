import { api } from './api.js';
import { drawCase, drawRecent, fetchedCases, initCases, shownCode } from './case-card.js';
import { drawComposer, initComposer, startReply } from './composer.js';
import { drawControls, initControls } from './controls.js';
import { byId, setText } from './dom.js';
import { initKeys } from './keys.js';
import { live } from './live.js';
import { account, newestCitizenPost, now, onDraw, reachesDesk, rootOfCase, state, update } from './store.js';
import { t, translateFrame } from './strings.js';
import { drawTimeline, initTimeline, isBot, showPost } from './timeline.js';
import { drawUnderstood, initUnderstood, meantPost } from './understood.js';

const LANGUAGE_KEY = 'sunwai.language';
/** A post in view that is still unread is asked for this often, should its event have been lost. */
const ASK_AGAIN_MS = 4_000;
/** Younger posts are not asked for: the desk says itself when it has read them. */
const FRESH_MS = 3_000;
/** Older posts are not asked for again and again: whatever is unread by then comes by event or never. */
const STALE_MS = 60_000;
/** Posts that the desk says it has read. @type {Set<string>} */
const readByDesk = new Set();
const CASES_DELAY_MS = 250;

function announce(text) {
  setText(byId('announce'), text);
}

/* What is chosen. */

function select(postId, { stay = false } = {}) {
  update({ selectedPost: postId, selectedCase: null, follow: false });
  if (!stay && matchMedia('(max-width: 860px)').matches) update({ view: 'understood' });
  void lookUp();
}

function follow() {
  update({ follow: true, selectedCase: null, selectedPost: newestCitizenPost()?.id ?? null });
  void lookUp();
}

function chooseCase(code) {
  update({ selectedCase: code, selectedPost: rootOfCase(code)?.id ?? null, follow: false });
  void lookUp();
}

/** Fetches what the desk knows of the post and the case in view. */
async function lookUp() {
  try {
    const postId = meantPost();
    if (postId && !state.read.get(postId) && worthAsking(postId)) {
      state.read.set(postId, await api.understood(postId));
      update();
    }
    const code = shownCode();
    if (code) {
      const found = await api.case(code);
      if (found) fetchedCases.set(code, found);
      update();
    }
  } catch {
    // The connection's state is shown by the event streams; they bring us back here.
  }
}

function worthAsking(postId) {
  const post = state.posts.get(postId);
  return !post || readByDesk.has(postId) || (reachesDesk(post) && age(post) > FRESH_MS);
}

function age(post) {
  return now() - post.createdAt;
}

let casesTimer = 0;
function fetchCases() {
  clearTimeout(casesTimer);
  casesTimer = window.setTimeout(async () => {
    try {
      update({ cases: await api.cases() });
    } catch {
      update();
    }
  }, CASES_DELAY_MS);
}

/* What happens. */

async function fetchState() {
  try {
    const world = await api.state();
    state.accounts = new Map(world.accounts.map((a) => [a.id, a]));
    // A post may have come by event while this answer was on its way.
    const newest = world.posts[0]?.createdAt ?? 0;
    const since = [...state.posts.values()].filter((post) => post.createdAt > newest);
    state.posts = new Map([...since, ...world.posts].map((post) => [post.id, post]));
    update({ load: 'ready', offset: world.offset, samples: world.samples });
    if (state.follow) follow();
  } catch {
    if (state.load !== 'ready') update({ load: 'failed' });
  }
}

function sandboxStatus(status) {
  state.live.sandbox = status;
  if (status === 'open') void fetchState();
  else if (state.load === 'loading' && status === 'lost') state.load = 'failed';
  update();
}

function deskStatus(status) {
  state.live.desk = status;
  if (status === 'open') {
    state.read.clear();
    fetchedCases.clear();
    fetchCases();
    void lookUp();
  }
  update();
}

function onPost(post) {
  const known = state.posts.has(post.id);
  state.posts.set(post.id, post);
  if (!known && state.load === 'ready') {
    announce(t(isBot(post) ? 'newAnswer' : 'newPost', { name: account(post.authorId).name }));
  }
  if (state.follow && newestCitizenPost()?.id !== state.selectedPost) follow();
  else update();
}

function onRead({ postId, code }) {
  state.read.delete(postId);
  readByDesk.add(postId);
  if (!state.sandbox && state.follow) update({ selectedPost: postId, selectedCase: null });
  if (postId === meantPost()) void lookUp();
  if (code) onCase({ code });
}

function onCase({ code }) {
  fetchedCases.delete(code);
  fetchCases();
  if (code === shownCode()) void lookUp();
}

/* The frame: languages, tabs, connection. */

function chooseLanguage(lang) {
  update({ lang });
  localStorage.setItem(LANGUAGE_KEY, lang);
}

let frameKey = '';
function drawFrame() {
  if (frameKey !== state.lang) {
    frameKey = state.lang;
    translateFrame();
  }
  for (const button of document.querySelectorAll('[data-lang]')) {
    button.setAttribute('aria-pressed', String(/** @type {any} */ (button).dataset.lang === state.lang));
  }
  document.body.dataset.view = state.sandbox ? state.view : 'understood';
  for (const tab of document.querySelectorAll('.tabs [data-view]')) {
    const here = /** @type {any} */ (tab).dataset.view === state.view;
    if (here) tab.setAttribute('aria-current', 'page');
    else tab.removeAttribute('aria-current');
  }
  const statuses = state.sandbox ? [state.live.sandbox, state.live.desk] : [state.live.desk];
  const status = statuses.includes('lost') ? 'lost' : statuses.includes('connecting') ? 'connecting' : 'open';
  const node = byId('live');
  node.dataset.status = status;
  setText(
    node.querySelector('span'),
    t(status === 'open' ? 'liveOn' : status === 'lost' ? 'liveLost' : 'liveWait'),
  );
}

let bannerTimer = 0;
function failed(cause) {
  const banner = byId('banner');
  banner.hidden = false;
  setText(
    banner,
    `${cause instanceof Error && 'status' in cause && cause.status !== 502 ? cause.message : t('failedPosts')} ${t('failedAction')}`,
  );
  clearTimeout(bannerTimer);
  bannerTimer = window.setTimeout(() => {
    banner.hidden = true;
  }, 8_000);
}

function begin() {
  const remembered = localStorage.getItem(LANGUAGE_KEY);
  state.lang =
    remembered === 'hi' || remembered === 'en'
      ? remembered
      : navigator.language.startsWith('hi')
        ? 'hi'
        : 'en';
  document.body.classList.toggle('no-sandbox', !state.sandbox);
  for (const button of document.querySelectorAll('[data-lang]')) {
    button.addEventListener('click', () => chooseLanguage(/** @type {any} */ (button).dataset.lang));
  }
  for (const tab of document.querySelectorAll('.tabs [data-view]')) {
    tab.addEventListener('click', () => {
      update({ view: /** @type {any} */ (tab).dataset.view });
      scrollTo(0, 0);
    });
  }
  initKeys();
  initCases({ announce, choose: chooseCase, retry: () => fetchCases() });
  initUnderstood({ follow });
  onDraw(drawFrame);
  if (state.sandbox) {
    initComposer({
      posted(post) {
        onPost(post);
        if (account(post.authorId).kind === 'citizen') follow();
        else select(post.id, { stay: true });
        // After it is drawn: on a phone the timeline begins below the fold.
        queueMicrotask(() => showPost(post.id));
      },
    });
    initTimeline({
      select,
      reply(postId) {
        startReply(postId);
        byId('composer').scrollIntoView({ block: 'nearest' });
      },
    });
    initControls({ announce, failed });
    onDraw(drawControls);
    onDraw(drawComposer);
    onDraw(drawTimeline);
    live(
      '/sandbox/events',
      {
        post: onPost,
        account(changed) {
          state.accounts.set(changed.id, changed);
          update();
        },
        clock: ({ offset }) => update({ offset }),
      },
      sandboxStatus,
    );
  }
  onDraw(drawUnderstood);
  onDraw(drawCase);
  onDraw(drawRecent);
  live('/desk/events', { post: onRead, case: onCase }, deskStatus);
  setInterval(() => update(), 10_000);
  setInterval(() => {
    const post = state.posts.get(meantPost() ?? '');
    if (post && !state.read.get(post.id) && age(post) < STALE_MS && !document.hidden) void lookUp();
  }, ASK_AGAIN_MS);
  update();
}

begin();
