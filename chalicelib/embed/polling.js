/** Waits until the service has processed an image. */

import { pause } from "./retry.js";

// Each failed poll is itself retried up to eight times, so polling gives up after about two minutes.
const MAX_FAILURES = 6;
// Seconds, if the service does not say how long to wait.
const FIRST_WAIT = 1;
const MAX_WAIT = 5;
// Limits of what a proxy may ask for. Timers end at once if they are set to more than 24 days.
const [SHORTEST_ASKED, LONGEST_ASKED] = [0.1, 60];

/**
 * Poll the image until it is ready or failed, and return it. `read(options)` fetches it once, `after` is the number
 * of seconds until the first time, and `onDocument(image)` is called after every poll. The other options are those of
 * `read`. Throws a Problem if polling fails.
 */
export async function untilProcessed(read, { after = FIRST_WAIT, onDocument = () => {}, ...options } = {}) {
  for (let wait = Math.min(after, LONGEST_ASKED), failures = 0; ; ) {
    await pause(wait * 1000, options.signal);
    wait = Math.min(wait * 1.4, MAX_WAIT);
    try {
      const image = await read(options);
      onDocument(image);
      if (image.status === "ready" || image.status === "failed") return image;
      if (image.retryAfter) wait = Math.min(Math.max(image.retryAfter, SHORTEST_ASKED), LONGEST_ASKED);
    } catch (problem) {
      failures += 1;
      if (!problem.transient || failures >= MAX_FAILURES) throw problem;
    }
  }
}
