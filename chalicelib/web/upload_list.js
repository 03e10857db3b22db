/** Lists the uploads of this visit, with a summary, in place of the component's own list. */

import { h } from "../embed/dom.js";
import { announce } from "./announcements.js";
import { imageCount } from "./formatting.js";
import { UploadRow } from "./upload_row.js";

export class UploadList {
  #api;
  #gallery;
  #actions;
  #rows = new Map();
  #remove;
  #section = document.querySelector("#uploads-section");
  #list = document.querySelector("#uploads");
  #summary = document.querySelector("#summary");
  #clearButton = document.querySelector("#clear");

  /**
   * `actions.open(image)` shows an image in a dialog until it is closed; `actions.remove(image)` deletes
   * it; `actions.focusUploader()` moves the focus to the component.
   */
  constructor(api, gallery, actions) {
    this.#api = api;
    this.#gallery = gallery;
    this.#actions = actions;
    this.#clearButton.addEventListener("click", () => this.#clearFinished());
    addEventListener("beforeunload", (event) => this.#hasUnfinished() && event.preventDefault());
  }

  announceFiles(files) {
    announce(`${imageCount(files.length)} added`);
  }

  /** The texts of this page are its own. */
  setTexts() {}

  /** List an upload. `retry(upload)` and `remove(upload)` are what its buttons call. */
  add(upload, { retry, remove }) {
    this.#remove = remove;
    const row = new UploadRow(upload, {
      retry,
      cancel: () => upload.cancel(),
      open: () => this.#open(upload),
      remove: () => this.#actions.remove(upload.document),
      dismiss: () => this.#dismiss(upload),
      refresh: () => this.#api.get(upload.id),
    });
    this.#rows.set(upload, row);
    this.#list.append(row.element);
    this.update(upload);
    this.#section.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  /** Show the current state of an upload. */
  update(upload) {
    this.#rows.get(upload).update();
    this.#updateSummary();
  }

  /** Remove the row of an upload. Return the row that follows it, or else the one before, or undefined. */
  remove(upload) {
    const neighbor = this.#neighborOf(upload);
    this.#rows.get(upload).element.remove();
    this.#rows.delete(upload);
    this.#updateSummary();
    return neighbor;
  }

  /** Tell whether the list contains the image with this ID. */
  has(id) {
    return this.#uploadOf(id) !== undefined;
  }

  /** Show the changed document of an image, if the list contains it. */
  updateImage(image) {
    this.#uploadOf(image.id)?.replaceDocument(image);
  }

  /** Remove a deleted image, if the list contains it. */
  removeImage({ id }) {
    const upload = this.#uploadOf(id);
    if (upload) this.#remove(upload);
  }

  #uploadOf(id) {
    return [...this.#rows.keys()].find((upload) => upload.id === id);
  }

  async #open(upload) {
    const neighbor = this.#neighborOf(upload);
    await this.#actions.open(upload.document);
    if (this.#rows.has(upload)) this.#rows.get(upload).focusEdit();
    else if (neighbor) neighbor.focus();
    else this.#actions.focusUploader();
  }

  /** Remove a failed upload from the list, and its record so that it does not appear in the gallery. */
  async #dismiss(upload) {
    const { id } = upload;
    this.#remove(upload);
    if (id) await this.#api.delete(id);
  }

  #neighborOf(upload) {
    const uploads = [...this.#rows.keys()];
    const at = uploads.indexOf(upload);
    return this.#rows.get(uploads[at + 1] ?? uploads[at - 1]);
  }

  /** Remove finished uploads from the list. Those that succeeded move to the gallery. */
  #clearFinished() {
    for (const upload of [...this.#rows.keys()].filter((each) => each.finished)) {
      this.#remove(upload);
      if (upload.state === "ready") this.#gallery.prepend(upload.document);
    }
    this.#actions.focusUploader();
  }

  #hasUnfinished() {
    return [...this.#rows.keys()].some((upload) => !upload.finished);
  }

  #updateSummary() {
    const uploads = [...this.#rows.keys()];
    const count = (state) => uploads.filter((upload) => upload.state === state).length;
    const [ready, failed] = [count("ready"), count("failed")];
    this.#section.hidden = uploads.length === 0;
    document.body.classList.toggle("has-uploads", uploads.length > 0);
    this.#clearButton.hidden = !uploads.some((upload) => upload.finished);
    const text = `${ready} of ${uploads.length} ready${failed ? `, ${failed} failed` : ""}`;
    if (this.#summary.textContent !== text) this.#summary.replaceChildren(h("span", {}, text));
    document.title = this.#hasUnfinished() ? `${ready}/${uploads.length} · Darkroom` : "Darkroom";
  }
}
