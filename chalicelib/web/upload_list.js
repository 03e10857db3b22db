/** Lists the uploads of this visit, with a summary, and handles the buttons of each. */

import { h } from "../embed/dom.js";
import { Upload } from "../embed/upload.js";
import { UploadQueue } from "../embed/upload_queue.js";
import { announce } from "./announcements.js";
import { imageCount } from "./formatting.js";
import { uploadClient } from "./upload_client.js";
import { UploadRow } from "./upload_row.js";

export class UploadList {
  #api;
  #gallery;
  #actions;
  #queue = new UploadQueue();
  #rows = new Map();
  #section = document.querySelector("#uploads-section");
  #list = document.querySelector("#uploads");
  #summary = document.querySelector("#summary");
  #clearButton = document.querySelector("#clear");

  /** `actions.open(image)` shows an image in a dialog until it is closed; `actions.remove(image)` deletes it. */
  constructor(api, gallery, actions) {
    this.#api = api;
    this.#gallery = gallery;
    this.#actions = actions;
    this.#clearButton.addEventListener("click", () => this.#clearFinished());
    addEventListener("beforeunload", (event) => this.#hasUnfinished() && event.preventDefault());
  }

  /** Upload files and request the variants with these names. */
  add(files, variants) {
    announce(`${imageCount(files.length)} added`);
    for (const file of files) this.#start(new Upload(uploadClient(this.#api), file, { variants }));
    this.#updateSummary();
    this.#section.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  /** Tell whether the list contains the image with this ID. */
  has(id) {
    return this.#uploadOf(id) !== undefined;
  }

  /** Show the changed document of an image, if the list contains it. */
  update(image) {
    this.#uploadOf(image.id)?.replaceDocument(image);
  }

  /** Remove a deleted image, if the list contains it. */
  remove({ id }) {
    const upload = this.#uploadOf(id);
    if (upload) this.#removeRow(upload);
  }

  #uploadOf(id) {
    return [...this.#rows.keys()].find((upload) => upload.id === id);
  }

  #start(upload) {
    const row = new UploadRow(upload, {
      cancel: () => upload.cancel(),
      retry: () => (upload.reset(), this.#queue.add(upload)),
      open: () => this.#open(upload),
      remove: () => this.#actions.remove(upload.document),
      dismiss: () => this.#dismiss(upload),
      refresh: () => this.#api.get(upload.document.id),
    });
    this.#rows.set(upload, row);
    this.#list.append(row.element);
    upload.onChange = () => (row.update(), this.#updateSummary());
    row.update();
    this.#queue.add(upload);
  }

  async #open(upload) {
    const neighbor = this.#neighborOf(upload);
    await this.#actions.open(upload.document);
    if (this.#rows.has(upload)) this.#rows.get(upload).focusEdit();
    else this.#focus(neighbor);
  }

  /** Remove a failed upload from the list, and its record so that it does not appear in the gallery. */
  async #dismiss(upload) {
    this.#removeRow(upload);
    if (upload.id) await this.#api.delete(upload.id);
  }

  /** Remove the row and move the focus to its neighbor. */
  #removeRow(upload) {
    const neighbor = this.#neighborOf(upload);
    this.#rows.get(upload).element.remove();
    this.#rows.delete(upload);
    this.#updateSummary();
    this.#focus(neighbor);
  }

  #neighborOf(upload) {
    const { element } = this.#rows.get(upload);
    return element.nextElementSibling ?? element.previousElementSibling;
  }

  #focus(row) {
    (row?.querySelector("button") ?? document.querySelector("#choose")).focus();
  }

  /** Remove finished uploads from the list. Those that succeeded move to the gallery. */
  #clearFinished() {
    for (const upload of [...this.#rows.keys()].filter((each) => each.finished)) {
      this.#rows.get(upload).element.remove();
      this.#rows.delete(upload);
      if (upload.state === "ready") this.#gallery.prepend(upload.document);
    }
    this.#updateSummary();
    document.querySelector("#choose").focus();
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
