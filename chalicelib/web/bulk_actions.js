/** Runs an action on many images, a few at a time. One failure does not stop the others. */

import { Problem } from "../embed/problem.js";

// Browsers keep six connections to a host, and uploads of this page need some of them.
const MAX_CONCURRENT = 4;

/**
 * Call `action(image)` for each image. `onProgress(done)` is called after each. Returns the failures as
 * `{ image, problem }`, in order. Throws only unexpected errors, after all calls have ended.
 */
export async function forEachImage(images, action, onProgress = () => {}) {
  const problems = new Map();
  const waiting = [...images];
  let done = 0;
  const worker = async () => {
    while (waiting.length) {
      const image = waiting.shift();
      await action(image).catch((problem) => problems.set(image, problem));
      onProgress((done += 1));
    }
  };
  await Promise.all(Array.from({ length: MAX_CONCURRENT }, worker));
  const unexpected = [...problems.values()].find((problem) => !(problem instanceof Problem));
  if (unexpected) throw unexpected;
  return images.filter((image) => problems.has(image)).map((image) => ({ image, problem: problems.get(image) }));
}
