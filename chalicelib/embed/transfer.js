/** Sends files to the storage, and finds out why that failed. */

import { Problem } from "./problem.js";
import { explained } from "./reachability.js";
import { postFile } from "./s3_upload.js";

/** Send the file with the form. The parameters and errors are those of `postFile`. */
export function sendFile(form, file, options) {
  return withReason(postFile(form, file, options), form.url, file);
}

/** Wait until the file is sent to the URL. Throws the reason if it fails; see `explained` for the parameters. */
export async function withReason(sending, url, file, isOriginAccepted) {
  try {
    await sending;
  } catch (problem) {
    if (problem.code === "network") await checkReadable(file);
    throw await explained(problem, url, isOriginAccepted);
  }
}

/** Throw a Problem if the file was moved, changed or deleted since the user chose it. */
async function checkReadable(file) {
  const start = await file.slice(0, 1).arrayBuffer().catch(() => null);
  if (!start) throw new Problem({ code: "file_unreadable", detail: "The browser can no longer read the file" });
}
