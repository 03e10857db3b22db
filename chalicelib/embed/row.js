/** Shows one upload of the component: its preview, progress, problem and buttons. */

import { button, fileName, h } from "./dom.js";
import { fileSize } from "./file_size.js";
import { canRetry, errorMessage, retryingMessage } from "./messages.js";
import { preview } from "./previews.js";
import { fill } from "./texts.js";

export class Row {
  #upload;
  #actions;
  #frame = h("div", { part: "preview", className: "preview" });
  #status = h("p", { part: "status" });
  #progress = h("progress", { part: "progress", max: 1 });
  #problem = h("p", { part: "error", className: "error", hidden: true });
  #buttons = h("div", { part: "actions", className: "actions" });
  #shown = "";

  /** `actions` has `retry(upload)` and `remove(upload)`, which also cancels it. */
  constructor(upload, actions) {
    this.#upload = upload;
    this.#actions = actions;
    const { file } = upload;
    if (file instanceof Blob) this.#frame.append(preview(file));
    const name = h("div", { part: "name" }, fileName(file.name, "span"));
    const info = h("div", { className: "info" }, name, this.#status, this.#progress, this.#problem);
    this.element = h("li", { part: "item" }, this.#frame, info, this.#buttons);
  }

  /** Show the current state of the upload. */
  update(texts) {
    const { state, progress, file } = this.#upload;
    this.#status.textContent = this.#statusText(texts);
    this.#status.hidden = state === "failed";
    this.#progress.hidden = this.#upload.finished;
    this.#progress.ariaLabel = fill(texts.progressOf, file);
    if (state === "processing") this.#progress.removeAttribute("value");
    else this.#progress.value = progress;
    // buttons that have not changed keep the focus
    if (this.#shown === state + texts.locale) return;
    this.#shown = state + texts.locale;
    this.element.dataset.state = state;
    this.element.part = `item ${state}`;
    this.#showProblem(texts);
    this.#showButtons(texts);
    this.#showVariant();
  }

  /** Move the focus to the first button. */
  focus() {
    this.#buttons.querySelector("button").focus();
  }

  #statusText(texts) {
    const { state, interruption, progress, file } = this.#upload;
    if (interruption) return retryingMessage(interruption, texts);
    const values = { size: fileSize(file.size ?? 0, texts), percent: Math.floor(progress * 100) };
    return fill(texts[state] ?? "", values);
  }

  #showProblem(texts) {
    const { problem } = this.#upload;
    this.#problem.hidden = !problem;
    if (!problem) return;
    this.#problem.replaceChildren(errorMessage(problem, texts), " ", h("code", { part: "code" }, problem.code));
  }

  #showButtons(texts) {
    const { finished, problem, file } = this.#upload;
    const hadFocus = this.#buttons.contains(this.#buttons.getRootNode().activeElement);
    const action = (name, call) =>
      Object.assign(button(texts[name], `${texts[name]} ${file.name}`, call), { part: `button ${name}` });
    const remove = action(finished ? "remove" : "cancel", () => this.#actions.remove(this.#upload));
    const isRetryable = problem && canRetry(problem);
    const retry = isRetryable && action("retry", () => this.#actions.retry(this.#upload));
    this.#buttons.replaceChildren(...(retry ? [retry] : []), remove);
    if (hadFocus) this.focus();
  }

  /** Show a variant if the browser could not decode the file itself. */
  #showVariant() {
    const canvas = this.#frame.querySelector("canvas");
    const [variant] = this.#upload.document?.variants ?? [];
    if (!variant || canvas?.width) return;
    this.#frame.replaceChildren(h("img", { alt: "", decoding: "async", src: variant.url }));
  }
}
