/** Earlier pictures, page by page, and one of them large. */

import { announce, button, h } from "./dom.js";
import { pause } from "./retry.js";
import { Problem } from "./problem.js";
import { print } from "./thumbnails.js";
import { problemText, title } from "./upload_row.js";
import { plain, sides, TRYING_AGAIN } from "./messages.js";

const PAGE = 24;
const TILE = 260;
const POLL_MS = 2000;
const WAITING = { pending: "Its file has not arrived", processing: "Processing …" };

export class Gallery {
  #api;
  #openSheet;
  #cursor = null;
  #tiles = new Map();
  #list = document.querySelector("#pictures");
  #more = document.querySelector("#more");
  #note = document.querySelector("#gallery-note");
  #isShown;
  #enterToken;
  #load = null;

  /**
   * `openSheet(image)` shows a picture large; `isShown(id)` tells whether the page has it elsewhere;
   * `enterToken()` lets the user give a token.
   */
  constructor(api, { openSheet, isShown, enterToken }) {
    this.#api = api;
    this.#openSheet = openSheet;
    this.#isShown = isShown;
    this.#enterToken = enterToken;
    this.#more.addEventListener("click", () => this.#next());
  }

  /** Forget what is shown and fetch the first page. */
  async reload() {
    this.#tiles.clear();
    this.#list.replaceChildren();
    this.#cursor = null;
    await this.#next();
  }

  /** Show a new picture first. */
  prepend(image) {
    // a listing that came while it was being uploaded may have shown it as it was then
    this.#tiles.get(image.id)?.remove();
    this.#tiles.delete(image.id);
    this.#put(image, (tile) => this.#list.prepend(tile));
    this.#describe();
  }

  /** Take away what was deleted. */
  drop(image) {
    const tile = this.#tiles.get(image.id);
    const neighbour = tile?.nextElementSibling ?? tile?.previousElementSibling;
    tile?.remove();
    this.#tiles.delete(image.id);
    this.#describe();
    neighbour?.querySelector("button").focus();
  }

  /** Load the next page, however often it is asked for meanwhile. */
  #next() {
    this.#load ??= this.#fetch().finally(() => (this.#load = null));
    return this.#load;
  }

  async #fetch() {
    this.#list.ariaBusy = "true";
    this.#more.disabled = true;
    if (!this.#tiles.size) this.#say("Loading …");
    try {
      const known = this.#tiles.size;
      // A page may be empty and go on all the same.
      do await this.#page(); while (this.#cursor && this.#tiles.size === known);
      this.#describe();
      if (known) announce(`${this.#tiles.size - known} more`);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#showProblem(problem);
    } finally {
      this.#list.ariaBusy = "false";
      this.#more.disabled = false;
    }
  }

  async #page() {
    const { images, next_cursor: cursor } = await this.#api.list(this.#cursor, PAGE, { onWait: () => this.#say(TRYING_AGAIN) });
    const earlier = images.filter(({ id }) => !this.#tiles.has(id) && !this.#isShown(id));
    earlier.forEach((image) => this.#put(image, (tile) => this.#list.append(tile)));
    this.#cursor = cursor;
  }

  #put(image, place) {
    const tile = h("li", {});
    this.#tiles.set(image.id, tile);
    this.#fill(tile, image);
    place(tile);
    if (image.status === "processing") this.#follow(tile, image);
  }

  #fill(tile, image) {
    const shape = image.width ? Math.min(Math.max(image.width / image.height, 0.5), 2.4) : 1;
    tile.style.setProperty("--shape", shape);
    tile.dataset.state = image.status;
    const open = () => this.#openSheet(image);
    const parts = [this.#picture(image), caption(image)];
    tile.replaceChildren(h("button", { type: "button", className: "tile", onclick: open }, parts));
  }

  #picture(image) {
    if (image.variants.length) return print(image, TILE, () => this.#api.get(image.id));
    return h("span", { className: "blank" }, condition(image));
  }

  async #follow(tile, image) {
    let current = image;
    while (current.status === "processing" && tile.isConnected) {
      await pause(POLL_MS);
      current = await this.#api.get(image.id).catch(() => ({ ...current, status: "unknown" }));
    }
    if (current.status !== "unknown") this.#fill(tile, current);
  }

  #describe() {
    this.#more.hidden = !this.#cursor;
    this.#say("Nothing here yet. What you upload will stay here.");
    this.#note.hidden = this.#tiles.size > 0;
  }

  #say(...what) {
    this.#note.hidden = false;
    this.#note.replaceChildren(...what.map((each) => (typeof each === "string" ? h("p", {}, each) : each)));
  }

  #showProblem(problem) {
    this.#more.hidden = true;
    const retry = problem.refused
      ? button("Enter token", "Enter token", () => this.#enterToken())
      : button("Try again", "Try again to load the pictures", () => this.#next());
    this.#say(problemText(problem), retry);
  }
}

function condition(image) {
  return image.error ? plain(image.error) : (WAITING[image.status] ?? "No variants");
}

function caption(image) {
  const code = image.error && h("code", {}, image.error.code);
  const facts = h("span", { className: "number" }, code || h("span", { className: "sides" }, sides(image)));
  return h("span", { className: "caption" }, title(image.filename, "span"), facts);
}
