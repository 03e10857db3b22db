/** Shows one upload: its preview, progress, result and buttons. */

import { button, fileName, h } from "../embed/dom.js";
import { fileSize } from "../embed/file_size.js";
import { retryingMessage } from "../embed/messages.js";
import { preview } from "../embed/previews.js";
import { announce } from "./announcements.js";
import { expiryNote } from "./copying.js";
import { errorElement } from "./error_element.js";
import { dimensions } from "./formatting.js";
import { canTryAgain, problemMessage } from "./page_messages.js";
import { thumbnail } from "./thumbnails.js";
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
  #expiryNote = expiryNote();
  #shown = {};
  #refresh = () => this.#actions.refresh(this.#upload);

  /** `actions` has a function for each button and for `refresh`: cancel, retry, open, remove, dismiss. */
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
        this.#expiryNote,
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
    const document = state === "ready" ? this.#upload.document : null;
    if (state !== this.#shown.state || document !== this.#shown.document) this.#show({ state, document });
  }

  /** Move the focus to the first button. */
  focus() {
    this.#buttons.querySelector("button").focus();
  }

  /** Move the focus to the button that edits the image. */
  focusEdit() {
    this.#buttons.querySelector("button:nth-child(2)").focus();
  }

  #show({ state, document }) {
    if (state !== this.#shown.state) this.#announce(state);
    this.#shown = { state, document };
    this.element.dataset.state = state;
    this.#expiryNote.hidden = true;
    this.#buttons.replaceChildren(...this.#buttonsFor(state));
    this.#result.replaceChildren(...this.#resultFor(state));
    if (state === "ready") this.#showThumbnail();
  }

  #statusText() {
    const { state, file, progress, interruption, document } = this.#upload;
    if (interruption) return retryingMessage(interruption);
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
      return [
        snippetButton(this.#upload.document, this.#expiryNote, this.#refresh),
        actionButton("Edit", this.#actions.open, "quiet"),
        actionButton("Delete", this.#actions.remove, "quiet"),
      ];
    }
    if (!this.#upload.finished) return [actionButton("Cancel", this.#actions.cancel, "quiet")];
    const retryable = state === "failed" && canTryAgain(this.#upload.problem);
    return [
      ...(retryable ? [actionButton("Try again", this.#actions.retry)] : []),
      actionButton("Dismiss", this.#actions.dismiss, "quiet"),
    ];
  }

  #resultFor(state) {
    if (state === "ready") return [variantList(this.#upload.document, this.#expiryNote, this.#refresh)];
    return state === "failed" ? [errorElement(this.#upload.problem)] : [];
  }

  #showThumbnail() {
    this.#frame.replaceChildren(thumbnail(this.#upload.document, THUMBNAIL_WIDTH, this.#refresh));
  }

  #announce(state) {
    const { file, problem } = this.#upload;
    if (state === "ready") announce(`${file.name} is ready`);
    if (state === "failed") announce(`${file.name} failed. ${problemMessage(problem)}`);
    if (state === "cancelled") announce(`Upload of ${file.name} cancelled`);
  }
}
