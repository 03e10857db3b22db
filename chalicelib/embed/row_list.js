/** Lists the uploads of a component, and announces what happens to them. */

import { h } from "./dom.js";
import { errorMessage } from "./messages.js";
import { Row } from "./row.js";
import { fill } from "./texts.js";

const MAX_ANNOUNCEMENTS = 20;

export class RowList {
  #rows = new Map();
  #texts;
  #announced = new Map();
  #log = h("div", { className: "log", role: "log", ariaLive: "polite" });
  #list = h("ul", { part: "list", hidden: true });
  elements = [this.#list, this.#log];

  /** Show another language. */
  setTexts(texts) {
    this.#texts = texts;
    this.#list.ariaLabel = texts.label;
    for (const row of this.#rows.values()) row.update(texts);
  }

  /** Announce files that are going to be added. */
  announceFiles(files) {
    const { addedOne, addedMany } = this.#texts;
    this.announce(fill(files.length === 1 ? addedOne : addedMany, { name: files[0].name, count: files.length }));
  }

  /** Add a row. The parameters are those of `Row`. */
  add(upload, actions) {
    const row = new Row(upload, actions);
    this.#rows.set(upload, row);
    this.#list.append(row.element);
    this.#list.hidden = false;
    this.update(upload);
  }

  /** Show the current state of an upload. */
  update(upload) {
    this.#rows.get(upload)?.update(this.#texts);
    this.#announceState(upload);
  }

  /** Remove the row of an upload. Return the row that follows it, or else the one before, or undefined. */
  remove(upload) {
    const uploads = [...this.#rows.keys()];
    const at = uploads.indexOf(upload);
    this.#rows.get(upload).element.remove();
    this.#rows.delete(upload);
    this.#announced.delete(upload);
    this.#list.hidden = this.#rows.size === 0;
    return this.#rows.get(uploads[at + 1] ?? uploads[at - 1]);
  }

  /** Announce a text to screen readers without interrupting them. */
  announce(text) {
    this.#log.append(h("p", {}, text));
    if (this.#log.childElementCount > MAX_ANNOUNCEMENTS) this.#log.firstElementChild.remove();
  }

  #announceState(upload) {
    const { state, file, problem } = upload;
    const text = { uploaded: "announceUploaded", ready: "announceReady", failed: "announceFailed" }[state];
    if (this.#announced.get(upload) === state) return;
    this.#announced.set(upload, state);
    const reason = problem ? errorMessage(problem, this.#texts) : "";
    if (text) this.announce(fill(this.#texts[text], { name: file.name, reason }));
  }
}
