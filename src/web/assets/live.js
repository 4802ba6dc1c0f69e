/** Retry after this long when the browser itself has given up (an error page instead of a stream). */
const RETRY_MS = 2_000;

/**
 * An event stream that comes back whatever happens. While the tab is hidden it is closed: a browser allows
 * six connections to one server, and forgotten tabs must not use them up.
 * @param {string} path
 * @param {Record<string, (data: any) => void>} handlers
 * @param {(status: 'connecting' | 'open' | 'lost') => void} onStatus `open` comes after every (re)connection
 */
export function live(path, handlers, onStatus) {
  /** @type {EventSource | null} */
  let source = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function open() {
    clearTimeout(timer);
    source?.close();
    source = new EventSource(path);
    const mine = source;
    mine.onopen = () => onStatus('open');
    mine.onerror = () => {
      onStatus('lost');
      if (mine.readyState !== EventSource.CLOSED) return;
      clearTimeout(timer);
      timer = setTimeout(open, RETRY_MS);
    };
    for (const [name, handle] of Object.entries(handlers)) {
      mine.addEventListener(name, (event) => handle(JSON.parse(/** @type {MessageEvent} */ (event).data)));
    }
  }

  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) open();
  });
  open();
}
