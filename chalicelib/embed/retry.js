/** Retries failed calls with exponential backoff and jitter. */

import { isOffline, networkReturn } from "./network.js";
import { Problem } from "./problem.js";

const BASE_DELAY_MS = 500;
const MAX_DELAY_MS = 8000;
// A daily quota asks for hours, during which the page could not tell the user why nothing happens.
const MAX_RETRY_AFTER_SECONDS = 60;
const OFFLINE = new Problem({ code: "offline", detail: "The browser is offline" });

/** Wait. Rejects with the signal's reason as soon as the signal is aborted. */
export function pause(milliseconds, signal) {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = () => (clearTimeout(timer), reject(signal.reason));
    const timer = setTimeout(() => (signal?.removeEventListener("abort", abort), resolve()), milliseconds);
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** Return the delay before the next attempt. Half of it is random so that clients do not retry in step. */
export function backoff(attempt) {
  return Math.min(BASE_DELAY_MS * 2 ** attempt, MAX_DELAY_MS) * (0.5 + Math.random() / 2);
}

/**
 * Call until it succeeds, fails permanently, asks for a long wait, or has failed `attempts` times.
 * `onRetry(problem)` is called before each wait. Calls that fail while the browser is offline do not count.
 */
export async function withRetry(call, { attempts, signal, onRetry = () => {} }) {
  for (let attempt = 0; ; ) {
    try {
      return await call();
    } catch (problem) {
      if (problem.code === "network" && isOffline()) {
        onRetry(OFFLINE);
        await networkReturn(signal);
        continue;
      }
      const seconds = problem.retryAfter ?? 0;
      const isFinal = !problem.transient || attempt + 1 >= attempts || seconds > MAX_RETRY_AFTER_SECONDS;
      if (isFinal) throw problem;
      onRetry(problem);
      await pause(Math.max(seconds * 1000, backoff(attempt)), signal);
      attempt += 1;
    }
  }
}
