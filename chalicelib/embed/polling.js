/** Waits until the service has processed an image. */

import { pause } from "./retry.js";

// Each failed poll is itself retried up to eight times, so polling gives up after about two minutes.
const MAX_FAILURES = 6;
const FIRST_WAIT_MS = 700;
const MAX_WAIT_MS = 5000;

/**
 * Poll the image until it is ready or failed, and return it. `read(options)` fetches it once, and
 * `onDocument(image)` is called after every poll. The other options are those of `read`. Throws a Problem if
 * polling fails.
 */
export async function untilProcessed(read, { onDocument = () => {}, ...options } = {}) {
  for (let wait = FIRST_WAIT_MS, failures = 0; ; wait = Math.min(wait * 1.4, MAX_WAIT_MS)) {
    await pause(wait, options.signal);
    try {
      const image = await read(options);
      onDocument(image);
      if (image.status === "ready" || image.status === "failed") return image;
    } catch (problem) {
      failures += 1;
      if (!problem.transient || failures >= MAX_FAILURES) throw problem;
    }
  }
}
