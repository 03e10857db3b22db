/** Sends a file to the storage, and finds out why a browser cannot reach it. */

import { explained } from "./reachability.js";
import { postFile } from "./s3_upload.js";

/** Send the file with the form. The parameters and errors are those of `postFile`. */
export async function sendFile(form, file, options) {
  try {
    await postFile(form, file, options);
  } catch (problem) {
    throw await explained(problem, form.url);
  }
}
