/** Shows one upload: its preview, progress, result and buttons. */

import { announce, button, fileName, h } from "./dom.js";
import { dimensions, fileSize } from "./formatting.js";
import { errorElement, errorMessage, RETRYING } from "./messages.js";
import { preview, thumbnail } from "./thumbnails.js";
import { snippetButton, variantList } from "./variant_list.js";

const THUMBNAIL_WIDTH = 112;

export class UploadRow {
  #upload;
  #actions;
  #frame = h("div", { className: "preview" });
  #status = h("p", { className: "status" });
  #progressBar = h("progress", { max: 1 });
  #result = h("div", {});
  #buttons = h("div", { className: "actions" });
  #shownState = null;

  /** `actions` has a function for each button and for `refresh`: cancel, retry, remove, dismiss. */
  constructor(upload, actions) {
    this.#upload = upload;
    this.#actions = actions;
    const { name } = upload.file;
    this.#frame.append(preview(upload.file));
    this.#progressBar.ariaLabel = `Progress of ${name}`;
    this.element = h(
      "li",
      { className: "upload" },
      this.#frame,
      h(
        "div",
        { className: "info" },
        h("div", { className: "headline" }, fileName(name), this.#buttons),
        this.#status,
        this.#progressBar,
        this.#result,
      ),
    );
  }

  /** Show the current state of the upload. */
  update() {
    const { state, progress } = this.#upload;
    this.#status.textContent = this.#statusText();
    this.#progressBar.hidden = this.#upload.finished;
    if (state === "processing") this.#progressBar.removeAttribute("value");
    else this.#progressBar.value = progress;
    if (state !== this.#shownState) this.#showState(state);
  }

  #showState(state) {
    this.#shownState = state;
    this.element.dataset.state = state;
    this.#buttons.replaceChildren(...this.#buttonsFor(state));
    this.#result.replaceChildren(...this.#resultFor(state));
    if (state === "ready") this.#showThumbnail();
    this.#announce(state);
  }

  #statusText() {
    const { state, file, progress, interrupted, document } = this.#upload;
    if (interrupted) return RETRYING;
    const size = fileSize(file.size);
    return {
      waiting: `Waiting · ${size}`,
      uploading: `Uploading · ${Math.floor(progress * 100)}% of ${size}`,
      processing: "Processing…",
      ready: document && `${dimensions(document)} · ${fileSize(document.size)}`,
      failed: "",
      cancelled: "Cancelled",
    }[state];
  }

  #buttonsFor(state) {
    const { name } = this.#upload.file;
    const actionButton = (text, action, kind) => button(text, `${text} ${name}`, () => action(this.#upload), kind);
    if (state === "ready") {
      return [snippetButton(this.#upload.document), actionButton("Delete", this.#actions.remove, "quiet")];
    }
    if (!this.#upload.finished) return [actionButton("Cancel", this.#actions.cancel, "quiet")];
    const canRetry = state === "failed" && !this.#upload.problem.isFileError;
    return [
      ...(canRetry ? [actionButton("Try again", this.#actions.retry)] : []),
      actionButton("Dismiss", this.#actions.dismiss, "quiet"),
    ];
  }

  #resultFor(state) {
    if (state === "ready") return [variantList(this.#upload.document)];
    return state === "failed" ? [errorElement(this.#upload.problem)] : [];
  }

  #showThumbnail() {
    const refresh = () => this.#actions.refresh(this.#upload);
    this.#frame.replaceChildren(thumbnail(this.#upload.document, THUMBNAIL_WIDTH, refresh));
  }

  #announce(state) {
    const { file, problem } = this.#upload;
    if (state === "ready") announce(`${file.name} is ready`);
    if (state === "failed") announce(`${file.name} failed. ${errorMessage(problem)}`);
    if (state === "cancelled") announce(`Upload of ${file.name} cancelled`);
  }
}
