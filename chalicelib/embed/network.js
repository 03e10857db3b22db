/** Tells whether the browser is offline, and waits until it is not. */

// Some systems report that they are offline although they are not.
const MAX_WAIT_MS = 30_000;

/** Whether the browser knows that it has no network. */
export function isOffline() {
  return globalThis.navigator?.onLine === false;
}

/** Resolve once the network is back, or after half a minute. Rejects with the signal's reason if it is aborted. */
export function networkReturn(signal) {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const ended = new AbortController();
    const end = (settle) => (ended.abort(), clearTimeout(timer), settle());
    const timer = setTimeout(() => end(resolve), MAX_WAIT_MS);
    addEventListener("online", () => end(resolve), { signal: ended.signal });
    signal?.addEventListener("abort", () => end(() => reject(signal.reason)), { signal: ended.signal });
  });
}
