import { byId, el, langOf } from './dom.js';
import { accountOfHandle, departments, state, update } from './store.js';
import { t } from './strings.js';

/** All of a state's handles are fewer; beyond this a list is searched, not read. */
const SHOWN = 200;
let open = false;
let active = 0;
let suggested = false;
/** @type {any[]} */
let matches = [];

/** A combobox over the departments' handles: searched by handle and by name, in both scripts. */
export function initHandles() {
  const input = byId('composer-handle');
  input.addEventListener('input', () => show());
  input.addEventListener('click', () => show(true));
  input.addEventListener('focus', () => input.select());
  input.addEventListener('blur', () => closeList());
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) return show(true);
      active = (active + (event.key === 'ArrowDown' ? 1 : -1) + matches.length) % Math.max(1, matches.length);
      return draw();
    }
    if (event.key === 'Enter' && open) {
      event.preventDefault();
      if (matches[active]) choose(matches[active]);
      return undefined;
    }
    if (event.key === 'Escape' && open) {
      event.stopPropagation();
      closeList();
    }
    return undefined;
  });
}

/** What is written in the field, without the @. */
export function wantedHandle() {
  return byId('composer-handle').value.trim().replace(/^@/, '');
}

export function closeList() {
  open = false;
  draw();
}

function show(all = false) {
  const wanted = wantedHandle().toLowerCase();
  const found = departments().filter(
    (a) => all || !wanted || `${a.handle} ${a.name} ${a.about}`.toLowerCase().includes(wanted),
  );
  matches = found.slice(0, SHOWN);
  active = Math.max(
    0,
    matches.findIndex((a) => a.handle.toLowerCase() === wanted),
  );
  // A field that is empty or holds a whole handle needs no list, which would lie over the button below.
  open = all || (wanted !== '' && accountOfHandle(wanted) === undefined);
  state.composer.handle = accountOfHandle(wanted)?.handle ?? '';
  state.composer.error = '';
  draw();
  update();
}

/** A first handle, so that a text alone is enough to be seen; never over someone's own choice. */
export function suggestHandle(handle = '') {
  const department = accountOfHandle(handle);
  if (!department || suggested || wantedHandle()) return;
  suggested = true;
  byId('composer-handle').value = `@${department.handle}`;
  state.composer.handle = department.handle;
}

function choose(department) {
  byId('composer-handle').value = `@${department.handle}`;
  state.composer.handle = department.handle;
  closeList();
  update();
}

function draw() {
  const input = byId('composer-handle');
  const list = byId('handle-list');
  input.setAttribute('aria-expanded', String(open));
  list.hidden = !open;
  if (!open) {
    input.removeAttribute('aria-activedescendant');
    list.replaceChildren();
    return;
  }
  const rows = matches.map((department, index) =>
    el(
      'li',
      {
        role: 'option',
        id: `handle-${department.id}`,
        'aria-selected': String(index === active),
        on: {
          // Before the blur that would close the list.
          mousedown: (event) => {
            event.preventDefault();
            choose(department);
          },
        },
      },
      el('strong', names(department)),
      el('span', { class: 'handle', text: `@${department.handle}` }),
    ),
  );
  list.replaceChildren(
    ...(rows.length > 0
      ? rows
      : [el('li', { class: 'none', role: 'option', 'aria-disabled': 'true', text: t('noHandle') })]),
  );
  if (matches[active]) input.setAttribute('aria-activedescendant', `handle-${matches[active].id}`);
  rows[active]?.scrollIntoView({ block: 'nearest' });
}

/** In both languages where the account says so. */
function names({ name, about }) {
  const text = about.startsWith(name) ? about : name;
  return { text, lang: langOf(text) };
}

export function drawHandles() {
  const input = byId('composer-handle');
  const count = departments().length;
  const hint = count > 0 ? t('handleHint', { n: count }) : '';
  if (input.placeholder !== hint) input.placeholder = hint;
}
