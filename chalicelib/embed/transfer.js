/** Sends files to the storage, and finds out why that failed. */

import { Problem } from "./problem.js";
import { explained } from "./reachability.js";
import { postFile } from "./s3_upload.js";

/**
 * Return a function that sends the file with the form. The parameters and errors are those of `postFile`.
 *
 * If the storage refuses this page's origin, the browser sends nothing at all, since the listener for progress
 * causes a preflight request. One such failure proves nothing: the connection may have been lost just then.
 */
export function fileSender(form, file, { onProgress, ...options }) {
  let [attempts, hasProgress] = [0, false];
  const report = (share) => {
    hasProgress = true;
    onProgress(share);
  };
  return () => {
    attempts += 1;
    const sending = postFile(form, file, { onProgress: report, ...options });
    return withReason(sending, form.url, file, () => hasProgress || attempts < 2);
  };
}

/**
 * Wait until the file is sent to the URL. Throws the reason if that fails; `isOriginAccepted()` is then asked
 * whether the storage is known to accept requests from this page, or may do so.
 */
export async function withReason(sending, url, file, isOriginAccepted) {
  try {
    await sending;
  } catch (problem) {
    if (problem.code === "network") await checkReadable(file);
    throw await explained(problem, url, isOriginAccepted());
  }
}

/** Throw a Problem if the file was moved, changed or deleted since the user chose it. */
async function checkReadable(file) {
  const start = await file.slice(0, 1).arrayBuffer().catch(() => null);
  if (!start) throw new Problem({ code: "file_unreadable", detail: "The browser can no longer read the file" });
}
