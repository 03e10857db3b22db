/** The uploads of this visit: their list, its headline, and what its buttons do. */

import { announce, h } from "./dom.js";
import { Queue } from "./upload_queue.js";
import { Row } from "./upload_row.js";
import { Upload } from "./upload.js";
import { pictures } from "./messages.js";

export class Session {
  #api;
  #gallery;
  #confirm;
  #queue = new Queue();
  #rows = new Map();
  #section = document.querySelector("#session");
  #list = document.querySelector("#uploads");
  #summary = document.querySelector("#summary");
  #clear = document.querySelector("#clear");

  constructor(api, gallery, confirm) {
    this.#api = api;
    this.#gallery = gallery;
    this.#confirm = confirm;
    this.#clear.addEventListener("click", () => this.#clearFinished());
    addEventListener("beforeunload", (event) => this.#unfinished() && event.preventDefault());
  }

  /** Take in files, with the names of the variants to make. */
  add(files, variants) {
    announce(`${pictures(files.length)} added`);
    for (const file of files) this.#start(new Upload(this.#api, file, variants));
    this.#summarise();
    this.#section.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  /** Tell whether a picture is shown here. */
  has(id) {
    return [...this.#rows.keys()].some((upload) => upload.document?.id === id);
  }

  #start(upload) {
    const row = new Row(upload, {
      cancel: () => upload.cancel(),
      retry: () => (upload.reset(), this.#queue.add(upload)),
      remove: () => this.#remove(upload),
      dismiss: () => this.#dismiss(upload),
      renew: () => this.#api.get(upload.document.id),
    });
    this.#rows.set(upload, row);
    this.#list.append(row.element);
    upload.onChange = () => (row.update(), this.#summarise());
    row.update();
    this.#queue.add(upload);
  }

  async #remove(upload) {
    if (!(await this.#confirm(upload.document))) return;
    await this.#api.delete(upload.document.id);
    announce(`${upload.file.name} was deleted`);
    this.#drop(upload);
  }

  /** A record of what failed is of no use to anybody; it would turn up in the gallery. */
  async #dismiss(upload) {
    this.#drop(upload);
    if (upload.document) await this.#api.delete(upload.document.id);
  }

  #drop(upload) {
    const { element } = this.#rows.get(upload);
    const neighbour = element.nextElementSibling ?? element.previousElementSibling;
    this.#rows.delete(upload);
    element.remove();
    this.#summarise();
    (neighbour?.querySelector("button") ?? document.querySelector("#choose")).focus();
  }

  #clearFinished() {
    for (const upload of [...this.#rows.keys()].filter((each) => each.finished)) {
      this.#rows.get(upload).element.remove();
      this.#rows.delete(upload);
      if (upload.state === "ready") this.#gallery.prepend(upload.document);
    }
    this.#summarise();
    document.querySelector("#choose").focus();
  }

  #unfinished() {
    return [...this.#rows.keys()].some((upload) => !upload.finished);
  }

  #summarise() {
    const uploads = [...this.#rows.keys()];
    const count = (state) => uploads.filter((upload) => upload.state === state).length;
    const [ready, failed] = [count("ready"), count("failed")];
    this.#section.hidden = uploads.length === 0;
    document.body.classList.toggle("busy", uploads.length > 0);
    this.#clear.hidden = !uploads.some((upload) => upload.finished);
    const text = `${ready} of ${uploads.length} ready${failed ? `, ${failed} failed` : ""}`;
    if (this.#summary.textContent !== text) this.#summary.replaceChildren(h("span", {}, text));
    document.title = this.#unfinished() ? `${ready}/${uploads.length} · Darkroom` : "Darkroom";
  }
}
