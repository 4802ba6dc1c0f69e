import { codeIn } from './code.js';
import { byId, el, refill } from './dom.js';
import { quickActions, WORKING } from './quick-actions.js';
import { now, state } from './store.js';
import { nameOf, t, word } from './strings.js';
import { absolute, relative } from './time.js';
import { meantPost } from './understood.js';

const RELATIVE_STEP = 30_000;
/** @type {(text: string) => void} */
let announce = () => {};
/** @type {(code: string) => void} */
let onCase = () => {};
/** @type {() => void} */
let onRetry = () => {};
let caseKey = '';
let recentKey = '';

/** Cases fetched one by one; the list holds only the newest. @type {Map<string, any>} */
export const fetchedCases = new Map();

export function initCases(handlers) {
  announce = handlers.announce;
  onCase = handlers.choose;
  onRetry = handlers.retry;
}

/** Code of the case that is shown: the chosen one, or that of the post in view. */
export function shownCode() {
  if (state.selectedCase) return state.selectedCase;
  const code = state.read.get(meantPost() ?? '')?.code;
  if (code) return code;
  const post = state.posts.get(state.selectedPost ?? '');
  return post?.via === 'api' ? codeIn(post.text) : null;
}

export function drawCase() {
  const code = shownCode();
  const found = code
    ? (fetchedCases.get(code) ?? state.cases?.find((item) => item.code === code) ?? null)
    : null;
  const read = state.read.get(meantPost() ?? '');
  const key = JSON.stringify([
    state.lang,
    found,
    code,
    Boolean(read),
    Math.floor(now() / RELATIVE_STEP),
    state.posts.size,
  ]);
  if (key === caseKey) return;
  caseKey = key;
  if (!found) {
    refill(
      byId('case'),
      (code || read) &&
        el(
          'section',
          { class: 'card' },
          el('h2', { text: t('caseTitle') }),
          el('p', { class: 'hint', text: code ?? t('noCase') }),
        ),
    );
    return;
  }
  refill(byId('case'), card(found));
}

function card(item) {
  return el(
    'section',
    {
      class: `card case${item.emergency ? ' urgent' : ''}`,
      'aria-labelledby': 'case-title',
      data: { testid: 'case', code: item.code },
    },
    el('h2', { id: 'case-title', class: 'unseen', text: t('caseTitle') }),
    el(
      'div',
      { class: 'code-row' },
      el('code', { class: 'big-code', text: item.code, data: { testid: 'case-code' } }),
      copyButton(item.code),
      item.emergency && el('span', { class: 'tag tag-red', text: t('emergency') }),
    ),
    el(
      'p',
      { class: `stage stage-${item.stage}` },
      el('i', { 'aria-hidden': 'true' }),
      el('span', { text: word('stage', item.stage), data: { testid: 'case-stage', stage: item.stage } }),
    ),
    item.triage && el('p', { class: 'needs', text: t('triageNote') }),
    el(
      'dl',
      { class: 'facts' },
      fact(
        'departmentLabel',
        el('span', {
          class: item.department ? null : 'none',
          text: item.department ? nameOf(item.department) : t('noDepartment'),
        }),
      ),
      item.participants.length > 0 &&
        fact(
          'participantsLabel',
          el('span', {
            text: item.participants.map(nameOf).join(', '),
            data: { testid: 'case-participants' },
          }),
        ),
      fact(
        'districtLabel',
        el('span', {
          class: item.district ? null : 'none',
          text: item.district ? nameOf(item.district) : t('notNamed'),
        }),
      ),
      fact(
        'levelLabel',
        el(
          'span',
          { class: 'level', data: { testid: 'case-level', level: item.level } },
          el('strong', { text: String(item.level) }),
          ` · ${state.lang === 'hi' ? item.levelName.hi : item.levelName.en}`,
        ),
      ),
      fact('dueLabel', due(item)),
      fact('openedLabel', el('span', { text: `${absolute(item.openedAt)} IST` })),
      item.echoes > 0 &&
        fact(
          'echoesLabel',
          el('span', { text: String(item.echoes), data: { testid: 'case-echoes', count: item.echoes } }),
        ),
    ),
    quickActions(item),
    el('h3', { text: t('historyTitle') }),
    el('ol', { class: 'history', data: { testid: 'case-history' } }, ...item.events.map(event)),
    el('h3', { text: t('messagesTitle') }),
    item.messages.length === 0
      ? el('p', { class: 'hint', text: t('noMessages') })
      : el('ul', { class: 'messages', data: { testid: 'case-messages' } }, ...item.messages.map(message)),
  );
}

function fact(label, ...value) {
  return el('div', {}, el('dt', { text: t(label) }), el('dd', {}, ...value));
}

function due(item) {
  const attributes = { data: { testid: 'case-due', dueAt: item.dueAt ?? '' } };
  if (item.dueAt === null) return el('span', { class: 'none', ...attributes, text: t('dueNone') });
  const past = item.dueAt <= now();
  const meaning = past
    ? t('duePast')
    : item.stage === 'claimed'
      ? t('dueClaimed')
      : WORKING.has(item.stage)
        ? t('dueOpen')
        : '';
  return el(
    'span',
    { class: past ? 'due past' : 'due', ...attributes },
    el('strong', { text: relative(item.dueAt, now()) }),
    el('time', {
      class: 'note',
      datetime: new Date(item.dueAt).toISOString(),
      text: `${absolute(item.dueAt)} IST`,
    }),
    meaning && el('span', { class: 'meaning', text: meaning }),
  );
}

function event(item) {
  return el(
    'li',
    { class: `by-${item.by}`, data: { type: item.type } },
    el('p', { text: state.lang === 'hi' ? item.detailHi || item.detail : item.detail }),
    el(
      'p',
      { class: 'sub' },
      `${word('by', item.by)} · `,
      el('time', { datetime: new Date(item.at).toISOString(), text: absolute(item.at) }),
    ),
  );
}

function message(item) {
  const status = el('span', { class: `sent sent-${item.state}`, text: word('state', item.state) });
  return el(
    'li',
    { data: { kind: item.kind, state: item.state } },
    el('span', { text: word('msg', item.kind) }),
    status,
    item.reason && el('span', { class: 'sub', text: item.reason }),
  );
}

function copyButton(code) {
  const button = el('button', {
    type: 'button',
    text: t('copy'),
    data: { testid: 'case-copy' },
    on: {
      click: async () => {
        try {
          await navigator.clipboard.writeText(code);
          button.textContent = t('copied');
          announce(t('copied'));
        } catch {
          // No clipboard without https: then the code is at least marked, ready to be copied.
          const marked = document.querySelector('.big-code');
          if (marked) getSelection()?.selectAllChildren(marked);
        }
      },
    },
  });
  return button;
}

export function drawRecent() {
  const shown = shownCode();
  const key = JSON.stringify([
    state.lang,
    state.cases,
    shown,
    state.live.desk,
    Math.floor(now() / RELATIVE_STEP),
  ]);
  if (key === recentKey) return;
  recentKey = key;
  const rows = state.cases?.map((item) =>
    el(
      'li',
      {},
      el(
        'button',
        {
          type: 'button',
          class: 'row',
          'aria-current': item.code === shown ? 'true' : null,
          data: { testid: `recent-${item.code}` },
          on: { click: () => onCase(item.code) },
        },
        el(
          'span',
          { class: 'row-main' },
          el('code', { text: item.code }),
          el('span', {
            text:
              [item.department, item.district].filter(Boolean).map(nameOf).join(', ') || t('noDepartment'),
          }),
        ),
        el(
          'span',
          { class: `stage stage-${item.stage}` },
          el('i', { 'aria-hidden': 'true' }),
          el('span', { text: word('stage', item.stage) }),
        ),
        item.emergency && el('span', { class: 'tag tag-red', text: t('emergency') }),
      ),
    ),
  );
  const failed = state.cases === null && state.live.desk === 'lost';
  const body = failed
    ? el(
        'div',
        {},
        el('p', { class: 'hint', text: `${t('casesFailed')} ${t('failedNext')}` }),
        el('button', { type: 'button', text: t('retry'), on: { click: () => onRetry() } }),
      )
    : rows === undefined
      ? el('div', { class: 'ghost', 'aria-hidden': 'true' }, el('b'), el('b'))
      : rows.length === 0
        ? el('p', { class: 'hint', text: `${t('noCases')} ${t('noCasesNext')}` })
        : el('ul', { class: 'rows' }, ...rows);
  refill(
    byId('recent'),
    el(
      'section',
      { class: 'card', 'aria-labelledby': 'recent-title' },
      el('h2', { id: 'recent-title', text: t('recentTitle') }),
      body,
    ),
  );
}
