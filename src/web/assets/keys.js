import { cancelReply } from './composer.js';
import { byId } from './dom.js';
import { state, update } from './store.js';
import { step } from './timeline.js';

/** Single-key shortcuts; never while someone writes, never together with a modifier. */
export function initKeys() {
  const help = byId('help');
  byId('help-open').addEventListener('click', () => help.showModal());
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !help.open && state.composer.replyTo) return cancelReply();
    const target = /** @type {HTMLElement} */ (event.target);
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      help.open ||
      target.closest('input, textarea, select')
    )
      return undefined;
    if (event.key === '?') help.showModal();
    else if (!state.sandbox) return undefined;
    else if (event.key === 'j') step(1);
    else if (event.key === 'k') step(-1);
    else if (event.key === 'n') focusField('composer-text');
    else if (event.key === '/') {
      if (state.composer.replyTo) cancelReply();
      focusField('composer-handle');
    } else return undefined;
    event.preventDefault();
    return undefined;
  });
}

function focusField(id) {
  update({ view: 'posts' });
  // After the view is drawn: on a phone the field is hidden until then.
  queueMicrotask(() => byId(id).focus());
}
