import { byId, el, langOf, refill } from './dom.js';
import { entitiesList } from './entities.js';
import { account, reachesDesk, state } from './store.js';
import { nameOf, t, word } from './strings.js';
import { isBot } from './timeline.js';

/** What a word about an old case does: it comes first, for the text was read for that and nothing else. */
const MOVES = new Set([
  'claimed',
  'close_code_unknown',
  'close_no_change',
  'code_unknown',
  'confirmed',
  'disputed',
  'refused_no_words',
  'refused_not_authorised',
  'refused_quoted_command',
  'status_told',
]);
/** @type {() => void} */
let onFollow = () => {};
let drawnKey = '';

export function initUnderstood(handlers) {
  onFollow = handlers.follow;
}

/** The post whose meaning is shown: of an answer of the bot it is the post that it answers. */
export function meantPost() {
  const post = state.selectedPost ? state.posts.get(state.selectedPost) : null;
  return post && isBot(post) && post.replyTo ? post.replyTo : state.selectedPost;
}

export function drawUnderstood() {
  const id = meantPost();
  const post = id ? state.posts.get(id) : null;
  const read = id ? state.read.get(id) : null;
  const key = JSON.stringify([
    state.lang,
    id,
    post?.text,
    read,
    state.follow,
    state.accounts.size,
    state.sandbox,
  ]);
  if (key === drawnKey) return;
  drawnKey = key;
  refill(
    byId('understood'),
    el(
      'section',
      { class: 'card', 'aria-labelledby': 'understood-title', data: { testid: 'understood', postId: id } },
      ...content(id, post, read),
    ),
  );
}

function content(id, post, read) {
  const head = el(
    'header',
    { class: 'card-head' },
    el(
      'div',
      {},
      el('h2', { id: 'understood-title', text: t('understoodTitle') }),
      post && el('p', { class: 'sub', text: t('ofPost', { name: account(post.authorId).name }) }),
    ),
    state.sandbox &&
      !state.follow &&
      el('button', {
        type: 'button',
        class: 'link',
        text: t('followNewest'),
        data: { testid: 'follow-newest' },
        on: { click: () => onFollow() },
      }),
  );
  if (!id) return [head, el('p', { class: 'hint', text: t(state.sandbox ? 'pickPost' : 'pickPostDesk') })];
  const quote = post && el('blockquote', { class: 'source', lang: langOf(post.text), text: post.text });
  if (!read) return [head, quote, unread(post)];
  return [head, quote, meaning(read), why(read.why)];
}

function unread(post) {
  const unseen = post && !reachesDesk(post);
  return el(
    'div',
    { class: `waiting${unseen ? ' still' : ''}`, data: { testid: 'understood-unread' } },
    el('p', {}, el('i', { class: 'pulse', 'aria-hidden': 'true' }), el('strong', { text: t('unread') })),
    el('p', { class: 'hint', text: t(unseen ? 'unreadNoHandle' : 'unreadNext') }),
  );
}

function meaning(read) {
  const sureness = read.confidence >= 0.9 ? 'quiteSure' : read.confidence >= 0.7 ? 'fairlySure' : 'unsure';
  // One that is left with nothing is no rival.
  const rivals = read.departments.filter((d) => d.confidence >= 0.005);
  const list = el('dl', { class: 'facts' });
  const row = (label, ...value) =>
    list.append(el('div', {}, el('dt', { text: t(label) }), el('dd', {}, ...value)));

  const moved = MOVES.has(read.disposition);
  if (moved) row('dispositionLabel', disposition(read, moved));
  row(
    'intentLabel',
    el('strong', {
      text: word('intent', read.intent),
      data: { testid: 'understood-intent', code: read.intent },
    }),
    read.emergency &&
      read.intent !== 'emergency' &&
      el('span', { class: 'note tag tag-red', text: t('emergency') }),
    el('span', { class: 'note', text: t(sureness, { p: percent(read.confidence) }) }),
    read.needsHuman && !moved && el('p', { class: 'needs', text: t('needsHuman') }),
  );
  row(
    'departmentLabel',
    el('strong', {
      class: read.department ? null : 'none',
      text: read.department ? nameOf(read.department) : t('noDepartment'),
      data: { testid: 'understood-department', code: read.department?.code ?? '' },
    }),
    read.department &&
      rivals.length === 1 &&
      el('span', { class: 'note', text: percent(rivals[0].confidence) }),
    rivals.length > 1 && likely(rivals),
  );
  if (read.service)
    row(
      'serviceLabel',
      el('span', {
        text: nameOf(read.service),
        data: { testid: 'understood-service', code: read.service.code },
      }),
    );
  row(
    'districtLabel',
    el('strong', {
      class: read.district ? null : 'none',
      text: read.district ? nameOf(read.district) : t('notNamed'),
      data: { testid: 'understood-district', code: read.district?.code ?? '' },
    }),
    read.district &&
      read.districtFrom &&
      el('span', { class: 'note', text: t(read.districtFrom === 'text' ? 'fromText' : 'fromHandle') }),
  );
  row(
    'languageLabel',
    el('span', {
      text: word('lang', read.language),
      data: { testid: 'understood-language', code: read.language },
    }),
    read.entities && el('span', { class: 'note', text: word('script', read.entities.script) }),
  );
  const others = entitiesList(read.entities);
  if (others) row('entitiesLabel', others);
  if (read.outside)
    row(
      'outsideLabel',
      el('strong', {
        text: nameOf(read.outside),
        data: { testid: 'understood-outside', code: read.outside.code },
      }),
    );
  if (!moved) row('dispositionLabel', disposition(read, moved));
  return list;
}

function disposition(read, moved) {
  const code = read.disposition.startsWith('recorded_') ? 'recorded' : read.disposition;
  return el(moved ? 'strong' : 'span', {
    text: word('disp', code),
    data: { testid: 'understood-disposition', code: read.disposition },
  });
}

function likely(departments) {
  return el(
    'ol',
    { class: 'likely', 'aria-label': t('alsoPossible') },
    ...departments.map((d) =>
      el(
        'li',
        { data: { code: d.code } },
        el('span', { class: 'name', text: nameOf(d) }),
        bar(d.confidence * 100),
        el('span', { class: 'figure', text: percent(d.confidence) }),
      ),
    ),
  );
}

/** The words that are too many to list come as one ellipsis. */
function token(text) {
  return text === '…'
    ? el('span', { class: 'token none', text: t('whyRest') })
    : el('span', { class: 'token', lang: langOf(text), text });
}

function why(words) {
  const most = Math.max(...words.map((w) => Math.abs(w.weight)), 0.001);
  return el(
    'div',
    { class: 'why', data: { testid: 'understood-why' } },
    el('h3', { text: t('whyTitle') }),
    words.length === 0
      ? el('p', { class: 'hint', text: t('whyNone') })
      : el(
          'ul',
          {},
          ...words.map((w) =>
            el(
              'li',
              { class: w.weight < 0 ? 'against' : null },
              token(w.token),
              bar((Math.abs(w.weight) / most) * 100),
              el(
                'span',
                { class: 'figure' },
                `${w.weight < 0 ? '−' : '+'}${Math.abs(w.weight).toFixed(1)}`,
                el('span', { class: 'unseen', text: ` ${t(w.weight < 0 ? 'whyAgainst' : 'whyFor')}` }),
              ),
            ),
          ),
        ),
  );
}

/** Never 100: nothing here is certain. */
function percent(share) {
  return share >= 0.995 ? '> 99%' : `${Math.round(share * 100)}%`;
}

function bar(width) {
  const fill = el('b');
  fill.style.width = `${Math.max(2, Math.min(100, width))}%`;
  return el('span', { class: 'bar', 'aria-hidden': 'true' }, fill);
}
