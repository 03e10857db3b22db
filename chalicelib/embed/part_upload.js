/** Sends a large file in parts, several at a time. */

import { Problem } from "./problem.js";
import { withRetry } from "./retry.js";
import { putPart } from "./s3_upload.js";
import { withReason } from "./transfer.js";

const MAX_CONCURRENT = 3;
const ATTEMPTS = 4;
// The URLs of the parts expire during long uploads, and the storage can lose a part.
const MAX_RENEWALS = 12;
const RENEWABLE = ["form_expired", "parts_missing"];

/**
 * Send the parts that are missing, and complete the upload. `plan` is the service's response with the parts, or
 * null to continue an earlier upload; `parts()` returns it anew, and `complete()` ends the upload.
 *
 * Returns what `complete` returns. Throws a Problem with the code `form_expired` if the upload no longer exists.
 */
export async function sendInParts(file, plan, { parts, complete, ...options }) {
  for (let current = plan, renewals = 0; ; renewals += 1) {
    try {
      current ??= await parts();
      await sendMissing(current, file, options);
      return await complete();
    } catch (problem) {
      if (problem.code === "no_multipart_upload") return completed(complete);
      if (!RENEWABLE.includes(problem.code) || renewals >= MAX_RENEWALS) throw problem;
      current = null;
    }
  }
}

/** The file may have arrived without the browser having learned it. */
async function completed(complete) {
  try {
    return await complete();
  } catch (problem) {
    if (problem.code !== "no_multipart_upload") throw problem;
    throw new Problem({ code: "form_expired", detail: problem.detail });
  }
}

async function sendMissing({ part_size: partSize, parts }, file, { onProgress, onRetry, signal }) {
  const sent = new Map(parts.map(({ number, size, url }) => [number, url === null ? size : 0]));
  const report = (number, bytes) => {
    sent.set(number, bytes);
    onProgress([...sent.values()].reduce((sum, each) => sum + each) / file.size);
  };
  const failure = new AbortController();
  const options = { signal: AbortSignal.any([signal, failure.signal]), onRetry };
  const waiting = parts.filter(({ url }) => url !== null);
  const worker = async () => {
    while (waiting.length) {
      const { number, size, url } = waiting.shift();
      const part = file.slice((number - 1) * partSize, (number - 1) * partSize + size);
      const onPart = (share) => report(number, share * size);
      const put = () => putPart(url, part, { ...options, onProgress: onPart });
      const hasProgress = () => [...sent.values()].some((bytes) => bytes > 0);
      await withReason(withRetry(put, { attempts: ATTEMPTS, ...options }), url, part, hasProgress);
    }
  };
  try {
    await Promise.all(Array.from({ length: MAX_CONCURRENT }, worker));
  } finally {
    // after a failure, nothing goes on in the background
    failure.abort();
  }
}
