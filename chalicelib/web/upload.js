/** Takes one file through the steps of an upload: form, transfer to S3, processing. Touches no DOM. */

import { untilProcessed } from "./polling.js";
import { Problem } from "./problem.js";
import { withRetry } from "./retry.js";
import { postFile } from "./s3_upload.js";

const TRANSFER_ATTEMPTS = 4;
// A form can expire while its upload waits in the queue. A second form that expires has another cause.
const MAX_FORMS = 2;

/**
 * `state` is waiting, uploading, processing, ready, failed or cancelled. `progress` goes from 0 to 1 during
 * the transfer. `document` is the latest API response for the image. `problem` is why the upload failed.
 * `interruption` is the problem of a failed request while it is retried, otherwise null. `onChange` is called
 * after every change.
 */
export class Upload {
  state = "waiting";
  progress = 0;
  document = null;
  problem = null;
  interruption = null;
  onChange = () => {};
  #api;
  #variants;
  #abort = new AbortController();
  #sent = false;

  constructor(api, file, variants) {
    this.#api = api;
    this.file = file;
    this.#variants = variants;
  }

  get finished() {
    return ["ready", "failed", "cancelled"].includes(this.state);
  }

  /** Send the file, unless it was sent before. Sets `problem` if it fails; throws only unexpected errors. */
  async send() {
    if (this.state === "cancelled" || this.#sent) return;
    await this.#catchErrors(async () => {
      this.#change({ state: "uploading", progress: 0 });
      await this.#sendWithForm(MAX_FORMS);
      this.#sent = true;
    });
  }

  /** Wait until the file has been processed. Sets `problem` if it fails; throws only unexpected errors. */
  async process() {
    if (!this.#sent || this.finished) return;
    await this.#catchErrors(async () => {
      this.#change({ state: "processing" });
      const onDocument = (document) => this.#change({ document, interruption: null });
      const document = await untilProcessed(this.#api, this.document.id, { ...this.#callOptions(), onDocument });
      if (document.error) throw new Problem(document.error);
      this.#change({ state: "ready", document });
    });
  }

  /** Prepare a failed upload for another attempt, which continues at the step that failed. */
  reset() {
    if (this.document?.error) {
      this.#sent = false;
      this.#deleteRecord();
    }
    this.#change({ state: "waiting", problem: null, progress: 0 });
  }

  /** Stop the upload and delete its record. */
  cancel() {
    this.#abort.abort();
    this.#change({ state: "cancelled" });
    this.#deleteRecord();
  }

  /** Show another version of the image's document, for example after an edit. */
  replaceDocument(document) {
    this.#change({ document });
  }

  /** Run the steps. An error ends the upload as failed; it is rethrown only if it is unexpected. */
  async #catchErrors(steps) {
    try {
      await steps();
    } catch (error) {
      if (this.state === "cancelled") return;
      const expected = error instanceof Problem;
      const problem = expected ? error : new Problem({ code: "page_error", detail: String(error) });
      this.#change({ state: "failed", problem });
      if (!expected) throw error;
    } finally {
      this.interruption = null;
    }
  }

  async #sendWithForm(formsLeft) {
    // `cancel` does not abort this request because its response has the ID of the record to delete.
    const { upload, ...document } = await this.#api.create(this.#request(), {
      key: crypto.randomUUID(),
      onRetry: this.#callOptions().onRetry,
    });
    this.document = document;
    if (this.state === "cancelled") return this.#deleteRecord();
    try {
      await withRetry(() => this.#transfer(upload), { attempts: TRANSFER_ATTEMPTS, ...this.#callOptions() });
    } catch (problem) {
      this.#deleteRecord();
      if (problem.code !== "form_expired" || formsLeft < 2) throw problem;
      await this.#sendWithForm(formsLeft - 1);
    }
  }

  #transfer(form) {
    const onProgress = (progress) => this.#change({ progress, interruption: null });
    return postFile(form, this.file, { onProgress, signal: this.#abort.signal });
  }

  #callOptions() {
    return { signal: this.#abort.signal, onRetry: (interruption) => this.#change({ interruption }) };
  }

  #request() {
    return {
      filename: this.file.name,
      ...(this.file.type && { content_type: this.file.type }),
      ...(this.file.size && { size: this.file.size }),
      ...(this.#variants.length && { variants: this.#variants }),
    };
  }

  /** Delete the image's record. Otherwise it would wait a week for a file that never arrives. */
  #deleteRecord() {
    // Errors are ignored: the user can do nothing about them, and the record expires anyway.
    if (this.document) this.#api.delete(this.document.id).catch(() => {});
    this.document = null;
  }

  #change(changes) {
    Object.assign(this, changes);
    this.onChange();
  }
}
