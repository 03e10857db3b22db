/** Takes one file through the steps of an upload: preparation, form, transfer, processing. Touches no DOM. */

import { sendInParts } from "./part_upload.js";
import { Problem } from "./problem.js";
import { withRetry } from "./retry.js";
import { fileSender } from "./transfer.js";

const TRANSFER_ATTEMPTS = 4;
// A form can expire while its upload waits for the network. A second form that expires has another cause.
const MAX_FORMS = 2;
// S3 recommends parts for files of this size; the service offers them if they are larger.
const MULTIPART_BYTES = 50 * 1024 ** 2;
const FINAL_STATES = ["uploaded", "ready", "failed", "cancelled"];

/**
 * `state` is waiting, uploading, processing, uploaded, ready, failed or cancelled. An upload ends as uploaded
 * if nobody tells when the image has been processed. `progress` goes from 0 to 1 during the transfer. `created`
 * is the response with the form, and `document` the latest document of the image; both are null until they
 * arrive. `problem` is why the upload failed. `interruption` is the problem of a failed request while it is
 * retried, otherwise null. `onChange` is called after every change.
 */
export class Upload {
  state = "waiting";
  progress = 0;
  created = null;
  document = null;
  problem = null;
  interruption = null;
  isSent = false;
  onChange = () => {};
  #client;
  #variants;
  #prepare;
  #prepared = null;
  #form = null;
  #plan = null;
  #isMultipart = false;
  #abort = new AbortController();

  /**
   * `client` talks to the server: `create(request, options)` returns an image's `id` and `upload` form,
   * `follow(created, options)` waits for the image and returns its document, or null if it cannot, and
   * `discard(created)` is told about images that will not get a file. `parts(created, options)` and
   * `complete(created, options)` are for files in parts. `prepare(file)` returns the file to send.
   */
  constructor(client, file, { variants = [], prepare = (original) => original } = {}) {
    this.#client = client;
    this.file = file;
    this.#variants = variants;
    this.#prepare = prepare;
  }

  get finished() {
    return FINAL_STATES.includes(this.state);
  }

  /** The image's ID, or null if it has none yet. */
  get id() {
    return this.created?.id ?? null;
  }

  /** Send the file, unless it was sent before. Sets `problem` if it fails; throws only unexpected errors. */
  async send() {
    if (this.state !== "waiting" || this.isSent) return;
    await this.#catchErrors(async () => {
      this.#change({ state: "uploading", progress: 0 });
      this.#prepared ??= await this.#prepare(this.file);
      await this.#sendWithForm(this.#prepared, MAX_FORMS);
    });
  }

  /** Wait until the file has been processed. Sets `problem` if it fails; throws only unexpected errors. */
  async process() {
    if (!this.isSent || this.finished) return;
    await this.#catchErrors(async () => {
      this.#change({ state: "processing" });
      const onDocument = (document) => this.#change({ document, interruption: null });
      const document = await this.#client.follow(this.created, { ...this.#callOptions(), onDocument });
      if (document?.error) throw new Problem(document.error);
      this.#change(document ? { state: "ready", document } : { state: "uploaded" });
    });
  }

  /** End the upload with a problem before it starts. */
  refuse(problem) {
    this.#change({ state: "failed", problem });
  }

  /** Prepare a failed upload for another attempt, which continues at the step that failed. */
  reset() {
    if (this.document?.error) this.#discard();
    this.#change({ state: "waiting", problem: null, progress: 0 });
  }

  /** Stop the upload and discard its image. */
  cancel() {
    this.#abort.abort();
    this.#change({ state: "cancelled" });
    this.#discard();
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

  async #sendWithForm(file, formsLeft) {
    if (!this.created) await this.#create(file);
    if (this.state === "cancelled") return this.#discard();
    try {
      await (this.#isMultipart ? this.#transferParts(file) : this.#transfer(file));
      this.isSent = true;
      this.#change({ state: "processing" });
    } catch (problem) {
      // parts that have arrived are not sent again
      if (!this.#isMultipart || !problem.transient) this.#discard();
      if (problem.code !== "form_expired" || formsLeft < 2) throw problem;
      await this.#sendWithForm(file, formsLeft - 1);
    }
  }

  async #create(file) {
    const { upload, multipart, ...created } = await this.#client.create(this.#request(file), this.#callOptions());
    [this.created, this.#form, this.#plan, this.#isMultipart] = [created, upload, multipart, !upload];
  }

  #transfer(file) {
    const options = this.#transferOptions();
    return withRetry(fileSender(this.#form, file, options), { attempts: TRANSFER_ATTEMPTS, ...options });
  }

  /** Send the parts that are missing. A second call continues where the first one failed. */
  async #transferParts(file) {
    const [plan, options] = [this.#plan, this.#transferOptions()];
    this.#plan = null;
    const parts = async () => {
      const renewed = await this.#client.parts(this.created, options);
      this.#update(renewed);
      return renewed;
    };
    const complete = () => this.#client.complete(this.created, options);
    this.#update(await sendInParts(file, plan, { ...options, parts, complete }));
  }

  /** The key of the status URL expires during long uploads. */
  #update({ status_url: statusUrl, retryAfter }) {
    this.created = { ...this.created, ...(statusUrl && { status_url: statusUrl }), ...(retryAfter && { retryAfter }) };
  }

  #transferOptions() {
    return { ...this.#callOptions(), onProgress: (progress) => this.#change({ progress, interruption: null }) };
  }

  #callOptions() {
    return { signal: this.#abort.signal, onRetry: (interruption) => this.#change({ interruption }) };
  }

  #request({ name, type, size }) {
    return {
      filename: name,
      ...(type && { content_type: type }),
      ...(size && { size }),
      ...(size > MULTIPART_BYTES && { multipart: true }),
      ...(this.#variants.length && { variants: this.#variants }),
    };
  }

  /** Forget the image, which would otherwise wait for a file that never arrives. */
  #discard() {
    if (this.created) this.#client.discard(this.created);
    Object.assign(this, { created: null, document: null, isSent: false });
  }

  #change(changes) {
    Object.assign(this, changes);
    this.onChange();
  }
}
