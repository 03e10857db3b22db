/** The bar above the gallery that selects images and acts on all selected ones. */

import { button, h } from "../embed/dom.js";
import { announce } from "./announcements.js";
import { forEachImage } from "./bulk_actions.js";
import { copy, expiryNote } from "./copying.js";
import { imageCount } from "./formatting.js";
import { canTryAgain, problemMessage } from "./page_messages.js";
import { pictureSnippet } from "./picture_snippet.js";
import { earliestOf } from "./url_expiry.js";

export class BulkBar {
  #gallery;
  #actions;
  #bar = document.querySelector("#bulk-bar");
  #all = document.querySelector("#select-all");
  #count = document.querySelector("#selected-count");
  #buttons = document.querySelector("#bulk-actions");
  #report = document.querySelector("#bulk-report");
  #note = expiryNote();
  #isBusy = false;
  #copyButton = button("Copy <picture>", "Copy <picture> of the selected images", () => this.#copy(), "quiet");
  #retryButton = button("Retry failed", "Retry failed images of the selection", () => this.#retry(), "quiet");
  #deleteButton = button("Delete", "Delete the selected images", () => this.#delete(), "quiet danger");
  #clearButton = button("Clear", "Clear the selection", () => this.#clear(), "quiet");

  /**
   * `gallery` has `shown` and `selected` images and `select(images, isSelected)`. `actions` has functions of one
   * image, `refresh`, `delete` and `retry`, and `confirmDelete(images)`.
   */
  constructor(gallery, actions) {
    this.#gallery = gallery;
    this.#actions = actions;
    this.#all.addEventListener("change", () => gallery.select(gallery.shown, this.#all.checked));
    this.#buttons.append(this.#copyButton, this.#retryButton, this.#deleteButton, this.#clearButton);
  }

  /** Show which images are selected. While an action runs, the bar shows its progress instead. */
  update() {
    if (this.#isBusy) return;
    const { shown, selected } = this.#gallery;
    this.#bar.hidden = shown.length === 0;
    this.#bar.classList.toggle("active", selected.length > 0);
    this.#all.checked = selected.length === shown.length;
    this.#all.indeterminate = selected.length > 0 && selected.length < shown.length;
    this.#buttons.hidden = selected.length === 0;
    this.#copyButton.hidden = !selected.some(hasVariants);
    this.#retryButton.hidden = !selected.some(isRetryable);
    this.#showCount(selected.length ? `${selected.length} selected` : "");
  }

  async #delete() {
    const { selected } = this.#gallery;
    if (!(await this.#actions.confirmDelete(selected))) return;
    await this.#run(selected, this.#actions.delete, { doing: "Deleting", done: "deleted" });
    if (!this.#gallery.selected.length) this.#all.focus();
  }

  async #retry() {
    const failed = this.#gallery.selected.filter(isRetryable);
    await this.#run(failed, this.#actions.retry, { doing: "Retrying", done: "ready" });
    if (!this.#gallery.selected.length) this.#all.focus();
  }

  async #copy() {
    const images = this.#gallery.selected.filter(hasVariants);
    const omitted = this.#gallery.selected.length - images.length;
    const snippets = new Map();
    const collect = async (image) => snippets.set(image, await pictureSnippet(image, this.#actions.refresh));
    const failures = await forEachImage(images, collect);
    const copied = images.filter((image) => snippets.has(image)).map((image) => snippets.get(image));
    const { isCopied, message } = await copy(
      async () => ({
        text: copied.map(({ text }) => text).join("\n"),
        expires: earliestOf(copied.map(({ expires }) => expires)),
      }),
      this.#note,
    );
    const others = omitted ? `, ${imageCount(omitted)} without variants left out` : "";
    this.#showReport(isCopied ? `${imageCount(copied.length)} copied${others}` : message, failures);
  }

  #clear() {
    this.#gallery.select(this.#gallery.selected, false);
    this.#all.focus();
  }

  /** Run the action on the images. Those that succeed are deselected, so that the rest can be tried again. */
  async #run(images, action, { doing, done }) {
    this.#setBusy(true);
    this.#note.hidden = true;
    this.#report.hidden = true;
    const showProgress = (count) => this.#showCount(`${doing} ${count} of ${images.length}…`);
    showProgress(0);
    try {
      const failures = await forEachImage(images, action, showProgress);
      const failed = new Set(failures.map(({ image }) => image.id));
      const succeeded = images.filter(({ id }) => !failed.has(id));
      this.#gallery.select(succeeded, false);
      this.#showReport(`${imageCount(succeeded.length)} ${done}`, failures);
    } finally {
      this.#setBusy(false);
      this.update();
    }
  }

  #setBusy(isBusy) {
    this.#isBusy = isBusy;
    for (const each of [this.#all, ...this.#buttons.children]) each.disabled = isBusy;
  }

  #showCount(text) {
    if (this.#count.textContent !== text) this.#count.textContent = text;
  }

  /** Show a result, and each failure with its image and reason. */
  #showReport(text, failures = []) {
    const items = failures.map(({ image, problem }) =>
      h("li", {}, h("bdi", {}, image.filename), `: ${problemMessage(problem)} `, h("code", {}, problem.code)),
    );
    const summary = failures.length ? `${text}, ${failures.length} failed:` : text;
    this.#report.replaceChildren(
      h("p", {}, summary),
      ...(items.length ? [h("ul", { className: "failures" }, items)] : []),
      this.#note,
      button("Dismiss", "Dismiss this report", () => this.#dismissReport(), "quiet"),
    );
    this.#report.hidden = false;
    announce(summary);
  }

  #dismissReport() {
    this.#report.hidden = true;
    this.#all.focus();
  }
}

function hasVariants(image) {
  return image.variants.length > 0;
}

function isRetryable({ status, error }) {
  return status === "failed" && canTryAgain(error);
}
