/** Uploads one file without any user interface. */

import { Endpoint } from "./endpoint.js";
import { resized } from "./resize.js";
import { Upload } from "./upload.js";

/**
 * Upload a file. `endpoint` is the URL of the site that returns upload forms; `variants` are names of presets;
 * `headers` are added to requests to the endpoint. With `resize`, an image with more pixels on its longer side is
 * made smaller before. `onProgress` receives numbers from 0 to 1, and `onUploaded`
 * the image's `{ id, value }` as soon as the file has arrived.
 *
 * Resolves to `{ id, value, image }` once the image is ready. `image` is its document, or null if the endpoint
 * returns no status URL. Rejects with a Problem, or with the signal's reason.
 */
export async function upload(file, options) {
  const { endpoint, variants, headers = {}, resize, signal, onProgress = () => {}, onUploaded = () => {} } = options;
  signal?.throwIfAborted();
  const task = new Upload(new Endpoint(endpoint, () => headers), file, {
    variants,
    prepare: (original) => (resize ? resized(original, resize) : original),
  });
  task.onChange = () => task.state === "uploading" && onProgress(task.progress);
  const cancel = () => task.cancel();
  signal?.addEventListener("abort", cancel);
  try {
    await task.send();
    if (task.isSent) onUploaded(result(task));
    await task.process();
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
  signal?.throwIfAborted();
  if (task.problem) throw task.problem;
  return { ...result(task), image: task.document };
}

function result({ created }) {
  return { id: created.id, value: created.value ?? created.id };
}
