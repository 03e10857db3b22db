/** Waiting and trying again. Every wait ends at once when its signal is aborted. */

const LONGEST_MS = 8000;

/** Wait; rejects with the signal's reason when aborted. */
export function pause(milliseconds, signal) {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = () => (clearTimeout(timer), reject(signal.reason));
    const timer = setTimeout(() => (signal?.removeEventListener("abort", abort), resolve()), milliseconds);
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** Twice as long each time, the half of it by chance, so that many pages do not return as one. */
export function delay(attempt) {
  return Math.min(500 * 2 ** attempt, LONGEST_MS) * (0.5 + Math.random() / 2);
}

/**
 * Call until it succeeds, fails for good, or has failed `attempts` times with what could pass.
 * `onWait(problem)` is told before each wait.
 */
export async function patiently(call, { attempts, signal, onWait = () => {} }) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (problem) {
      if (!problem.transient || attempt + 1 >= attempts) throw problem;
      onWait(problem);
      await pause(Math.max((problem.retryAfter ?? 0) * 1000, delay(attempt)), signal);
    }
  }
}
