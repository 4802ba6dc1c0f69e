/**
 * Builds an element. Text goes in as text nodes only; there is no way to pass HTML.
 * @param {string} tag
 * @param {Record<string, any>} [props] `class`, `text`, `data` (dataset), `on` (listeners); anything else is an attribute; null and false are left out
 * @param {...(Node | string | null | undefined | false)} children
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'text') node.textContent = value;
    else if (name === 'class') node.className = value;
    else if (name === 'data')
      for (const [key, item] of Object.entries(value)) {
        if (item !== null && item !== undefined) node.dataset[key] = String(item);
      }
    else if (name === 'on')
      for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child) node.append(child);
  return node;
}

/** @param {string} id */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no #${id}`);
  return /** @type {any} */ (node);
}

/** Sets text only when it differs, so that nothing is announced or laid out twice. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Replaces what is inside, and gives the focus back to the element with the same data-testid. */
export function refill(container, ...children) {
  const focused = container.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
  container.replaceChildren(...children.filter(Boolean));
  if (focused)
    container.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/** Brings `list` to hold exactly `nodes` in this order, moving as few as possible. */
export function arrange(list, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  let at = list.firstElementChild;
  for (const node of nodes) {
    if (node === at) at = at.nextElementSibling;
    else list.insertBefore(node, at);
  }
}

const DEVANAGARI = /[\u0900-\u097F]/;

/** The language of a piece of someone's text, for fonts and screen readers. */
export function langOf(text) {
  return DEVANAGARI.test(text) ? 'hi' : 'en';
}
