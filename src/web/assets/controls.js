import { api } from './api.js';
import { byId, setText } from './dom.js';
import { wantedHandle } from './handle-picker.js';
import { accountOfHandle, now, state, update } from './store.js';
import { t } from './strings.js';
import { absolute, span } from './time.js';

/** @type {(text: string) => void} */
let announce = () => {};
/** @type {(cause: unknown) => void} */
let onFailed = () => {};

/** The world's controls: its clock, and whether people post from the chosen handle. */
export function initControls(handlers) {
  announce = handlers.announce;
  onFailed = handlers.failed;
  for (const button of document.querySelectorAll('[data-advance]')) {
    button.addEventListener('click', () =>
      busy(button, async () => {
        const { offset } = await api.advance(Number(/** @type {any} */ (button).dataset.advance));
        update({ offset });
        announce(t('clockMoved', { time: absolute(now()) }));
      }),
    );
  }
  const toggle = byId('dormant-toggle');
  toggle.addEventListener('click', () =>
    busy(toggle, async () => {
      const chosen = accountOfHandle(wantedHandle());
      if (!chosen) return;
      await api.dormant(chosen.id, !chosen.dormant);
      state.accounts.set(chosen.id, { ...state.accounts.get(chosen.id), dormant: !chosen.dormant });
      update();
    }),
  );
}

async function busy(button, work) {
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  try {
    await work();
  } catch (cause) {
    onFailed(cause);
  } finally {
    button.removeAttribute('aria-busy');
  }
}

export function drawControls() {
  const clock = byId('clock-now');
  setText(clock, `${absolute(now(), { year: true })} IST`);
  clock.setAttribute('datetime', new Date(now()).toISOString());
  const ahead = span(state.offset);
  setText(byId('clock-ahead'), ahead ? t('clockAhead', { span: ahead }) : '');

  const chosen = accountOfHandle(wantedHandle());
  const toggle = byId('dormant-toggle');
  toggle.hidden = !chosen;
  toggle.dataset.dormant = String(chosen?.dormant ?? false);
  setText(
    byId('dormant-state'),
    chosen ? t(chosen.dormant ? 'isDormant' : 'isActive', { handle: chosen.handle }) : t('dormantNone'),
  );
  setText(toggle, t(chosen?.dormant ? 'makeActive' : 'makeDormant'));
}
