import { ApiError, api } from './api.js';
import { byId, el, langOf, refill, setText } from './dom.js';
import { closeList, drawHandles, initHandles, suggestHandle, wantedHandle } from './handle-picker.js';
import { account, accountOfHandle, handlesIn, state, update } from './store.js';
import { t } from './strings.js';
import { LIMIT, weightedLength } from './weighted-length.js';

/** @type {(post: any) => void} */
let onPosted = () => {};

export function initComposer(handlers) {
  onPosted = handlers.posted;
  initHandles();
  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  byId('composer-text').addEventListener('input', () => change({ error: '' }));
  byId('composer-text').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
  });
  byId('composer-as').addEventListener('change', () => change({ as: byId('composer-as').value, error: '' }));
  byId('name-handle').addEventListener('change', () => change({ nameHandle: byId('name-handle').checked }));
  byId('reply-cancel').addEventListener('click', () => {
    cancelReply();
    byId('composer-text').focus();
  });
}

function change(patch) {
  Object.assign(state.composer, patch);
  update();
}

export function cancelReply() {
  change({ replyTo: null, nameHandle: false, error: '' });
}

/**
 * Begins a reply as whoever is chosen. The thread's handle is named unless someone unticks it: the reply prefix
 * that X adds itself does not call the desk.
 */
export function startReply(postId) {
  change({ replyTo: postId, nameHandle: true, error: '' });
  byId('composer-text').focus();
}

/** Fills the composer; nothing is posted. */
export function fill({ as, text, handle = '', replyTo = null, nameHandle = false }) {
  byId('composer-text').value = text;
  byId('composer-handle').value = handle ? `@${handleAsWritten(handle)}` : '';
  closeList();
  change({ as, replyTo, nameHandle, handle, error: '' });
  const box = byId('composer-text');
  box.focus({ preventScroll: true });
  box.setSelectionRange(text.length, text.length);
  byId('composer').scrollIntoView({ block: 'nearest' });
}

function handleAsWritten(handle) {
  return accountOfHandle(handle)?.handle ?? handle.replace(/^@/, '');
}

/** The department's handle that a reply in this thread would have to name to be answered. */
export function handleOfThread(postId) {
  const post = state.posts.get(postId);
  if (!post) return '';
  if (account(post.authorId).kind === 'department') return account(post.authorId).handle;
  const root = state.posts.get(post.conversationId);
  for (const name of [...handlesIn(post.text), ...handlesIn(root?.text ?? '')]) {
    const found = accountOfHandle(name);
    if (found) return found.handle;
  }
  return '';
}

/** The handle that goes before the text: the chosen one, or in a reply the thread's if that is ticked. */
function prefixHandle() {
  const { replyTo, nameHandle } = state.composer;
  const handle = replyTo
    ? nameHandle
      ? handleOfThread(replyTo)
      : ''
    : (accountOfHandle(wantedHandle())?.handle ?? '');
  return handle && !handlesIn(byId('composer-text').value).includes(handle.toLowerCase()) ? handle : '';
}

function finalText() {
  const text = byId('composer-text').value.trim();
  const handle = prefixHandle();
  return handle ? `@${handle} ${text}` : text;
}

async function send() {
  const { composer } = state;
  if (composer.sending) return;
  const text = finalText();
  const over = weightedLength(text) - LIMIT;
  const stray = !composer.replyTo && wantedHandle() && !accountOfHandle(wantedHandle());
  const error = !byId('composer-text').value.trim()
    ? t('errEmpty')
    : !composer.as
      ? t('errAs')
      : stray
        ? t('errHandle', { handle: wantedHandle() })
        : over > 0
          ? t('errLong', { n: over })
          : '';
  if (error) {
    change({ error });
    byId(stray ? 'composer-handle' : 'composer-text').focus();
    return;
  }
  change({ sending: true, error: '' });
  try {
    const body = composer.replyTo
      ? { as: composer.as, text, replyTo: composer.replyTo }
      : { as: composer.as, text };
    const post = await api.post(body);
    byId('composer-text').value = '';
    change({ sending: false, replyTo: null, nameHandle: false });
    onPosted(post);
  } catch (cause) {
    const refused = cause instanceof ApiError && cause.status !== 502;
    change({ sending: false, error: refused ? t('errSend', { why: cause.message }) : t('errOffline') });
  }
}

const GROUPS = /** @type {const} */ ([
  ['citizens', (a) => a.kind === 'citizen'],
  ['strangers', (a) => a.kind === 'stranger'],
  ['officers', (a) => a.kind === 'officer' && a.district],
  ['heads', (a) => a.kind === 'officer' && !a.district],
]);
let peopleKey = '';
let samplesKey = '';

export function drawComposer() {
  drawPeople();
  drawSamples();
  drawHandles();
  const { composer } = state;
  const text = byId('composer-text');
  const replied = composer.replyTo ? state.posts.get(composer.replyTo) : null;

  byId('handle-field').hidden = replied !== null;
  byId('reply-note').hidden = replied === null;
  if (replied) {
    const author = account(replied.authorId);
    setText(byId('reply-who'), t('replyingTo', { name: author.name, handle: author.handle }));
    const handle = handleOfThread(replied.id);
    byId('name-handle-field').hidden = !handle;
    setText(byId('name-handle-field').querySelector('span'), t('nameHandle', { handle }));
    byId('name-handle').checked = composer.nameHandle;
  }
  const placeholder = t(replied ? 'placeholderReply' : 'placeholder');
  if (text.placeholder !== placeholder) text.placeholder = placeholder;
  text.lang = text.value ? langOf(text.value) : state.lang;

  const handle = prefixHandle();
  setText(byId('prefix'), handle ? `@${handle}` : '');
  byId('prefix').hidden = !handle;

  const length = weightedLength(finalText());
  setText(byId('composer-count'), t('count', { n: length, max: LIMIT }));
  byId('composer-count').classList.toggle('over', length > LIMIT);
  setText(byId('composer-error'), composer.error);
  text.setAttribute('aria-invalid', String(length > LIMIT));
  const button = byId('composer').querySelector('[type=submit]');
  button.disabled = composer.sending;
  setText(button, t(composer.sending ? 'sending' : 'send'));
}

function drawPeople() {
  const select = byId('composer-as');
  const key = [
    state.lang,
    ...[...state.accounts.values()].filter((a) => a.kind !== 'department').map((a) => a.id + a.name),
  ].join('|');
  if (key !== peopleKey) {
    peopleKey = key;
    const groups = GROUPS.map(([label, belongs]) => {
      const people = [...state.accounts.values()].filter(belongs);
      return (
        people.length > 0 &&
        el('optgroup', { label: t(label) }, ...people.map((a) => el('option', { value: a.id, text: a.name })))
      );
    });
    refill(select, ...groups);
    if (!state.composer.as) state.composer.as = select.options[0]?.value ?? '';
  }
  if (select.value !== state.composer.as) select.value = state.composer.as;
  const person = state.accounts.get(state.composer.as);
  const about = byId('composer-about');
  setText(about, person ? `@${person.handle}. ${person.about}` : '');
  about.lang = langOf(about.textContent);
}

function drawSamples() {
  const key = state.lang + state.samples.map((sample) => sample.id).join('|');
  if (key === samplesKey) return;
  samplesKey = key;
  suggestHandle(state.samples[0]?.handle);
  refill(
    byId('samples'),
    ...state.samples.map((sample) =>
      el('button', {
        type: 'button',
        class: 'chip',
        text: state.lang === 'hi' ? sample.labelHi : sample.label,
        data: { testid: `sample-${sample.id}` },
        on: { click: () => fill({ as: sample.as, text: sample.text, handle: sample.handle }) },
      }),
    ),
  );
}
