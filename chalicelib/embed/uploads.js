/** The uploads of one component. Touches no DOM. */

import { UploadQueue } from "./upload_queue.js";

// All components of a page share one queue.
const queue = new UploadQueue();

export class Uploads {
  #all = new Set();
  #onChange;

  /** `onChange(upload)` is called after every change of an upload. */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  get all() {
    return [...this.#all];
  }

  /** Add an upload, which does not start yet. */
  add(upload) {
    this.#all.add(upload);
    upload.onChange = () => this.#all.has(upload) && this.#onChange(upload);
  }

  /** Start an upload, unless it has ended. */
  start(upload) {
    if (!upload.finished) queue.add(upload);
  }

  /** Try a failed upload again. */
  retry(upload) {
    upload.reset();
    queue.add(upload);
  }

  /** Remove the upload; cancel it unless it has ended. */
  remove(upload) {
    this.#all.delete(upload);
    if (!upload.finished) upload.cancel();
  }
}
