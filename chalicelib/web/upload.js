/** The way of one file: form, transfer, processing. Knows nothing of how it is shown. */

import { patiently, pause } from "./retry.js";
import { Problem } from "./problem.js";
import { send } from "./s3_upload.js";

const SEND_ATTEMPTS = 4;
// A form may have expired in a queue; a second time it is not the queue.
const FORMS = 2;
// Of eight calls each, some two minutes together.
const POLL_ROUNDS = 6;
const POLL_MS = 700;
const SLOWEST_POLL_MS = 5000;

/**
 * `state` is one of waiting, sending, processing, ready, failed, cancelled. `progress` is 0 to 1 while
 * sending. `document` is the image's newest, `problem` why it failed, `interrupted` true while a
 * connection is being tried again. `onChange` is called after each change.
 */
export class Upload {
  state = "waiting";
  progress = 0;
  document = null;
  problem = null;
  interrupted = false;
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

  /** Send the file, unless an earlier try has. Settles in any case; `state` says how it went. */
  async send() {
    if (this.state === "cancelled" || this.#sent) return;
    await this.#guarded(async () => {
      this.#change({ state: "sending", progress: 0 });
      await this.#sendWithForm(FORMS);
      this.#sent = true;
    });
  }

  /** Wait for what comes of a file that was sent. Settles in any case. */
  async process() {
    if (!this.#sent || this.finished) return;
    await this.#guarded(async () => {
      this.#change({ state: "processing" });
      const document = await this.#outcome();
      if (document.error) throw new Problem(document.error);
      this.#change({ state: "ready", document });
    });
  }

  /** Make a failed upload ready to be queued once more, from where it failed. */
  reset() {
    if (this.document?.error) {
      this.#sent = false;
      this.#forget();
    }
    this.#change({ state: "waiting", problem: null, progress: 0 });
  }

  /** Stop, and take back what the service knows of it. */
  cancel() {
    this.#abort.abort();
    this.#change({ state: "cancelled" });
    this.#forget();
  }

  async #guarded(steps) {
    try {
      await steps();
    } catch (error) {
      if (this.state === "cancelled") return;
      const known = error instanceof Problem;
      const problem = known ? error : new Problem({ code: "page_error", detail: String(error) });
      this.#change({ state: "failed", problem });
      if (!known) throw error;
    } finally {
      this.interrupted = false;
    }
  }

  async #sendWithForm(forms) {
    // Not aborted by `cancel`: only the answer tells which record to take back.
    const { upload, ...document } = await this.#api.create(this.#request(), {
      key: crypto.randomUUID(),
      onWait: this.#calls().onWait,
    });
    this.document = document;
    if (this.state === "cancelled") return this.#forget();
    try {
      await patiently(() => this.#transfer(upload), { attempts: SEND_ATTEMPTS, ...this.#calls() });
    } catch (problem) {
      this.#forget();
      if (problem.code !== "form_expired" || forms < 2) throw problem;
      await this.#sendWithForm(forms - 1);
    }
  }

  #transfer(form) {
    const onProgress = (progress) => this.#change({ progress, interrupted: false });
    return send(form, this.file, { onProgress, signal: this.#abort.signal });
  }

  async #outcome() {
    for (let wait = POLL_MS, failures = 0; ; wait = Math.min(wait * 1.4, SLOWEST_POLL_MS)) {
      await pause(wait, this.#abort.signal);
      try {
        const document = await this.#api.get(this.document.id, this.#calls());
        this.#change({ document, interrupted: false });
        if (document.status === "ready" || document.status === "failed") return document;
      } catch (problem) {
        failures += 1;
        if (!problem.transient || failures >= POLL_ROUNDS) throw problem;
      }
    }
  }

  #calls() {
    return { signal: this.#abort.signal, onWait: () => this.#change({ interrupted: true }) };
  }

  #request() {
    return {
      filename: this.file.name,
      ...(this.file.type && { content_type: this.file.type }),
      ...(this.file.size && { size: this.file.size }),
      ...(this.#variants.length && { variants: this.#variants }),
    };
  }

  /** The record would otherwise stay for a week, waiting for a file that will not come. */
  #forget() {
    // It expires by itself if this fails, too, and there is nothing that the user could do about it.
    if (this.document) this.#api.delete(this.document.id).catch(() => {});
    this.document = null;
  }

  #change(changes) {
    Object.assign(this, changes);
    this.onChange();
  }
}
