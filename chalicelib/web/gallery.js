/** Shows the images that were uploaded before, newest first, one page at a time. */

import { announce, button, fileName, h } from "./dom.js";
import { dimensions, imageCount } from "./formatting.js";
import { errorElement, errorMessage, RETRYING } from "./messages.js";
import { Problem } from "./problem.js";
import { pause } from "./retry.js";
import { thumbnail } from "./thumbnails.js";

const PAGE_SIZE = 24;
const TILE_WIDTH = 260;
const POLL_MS = 2000;
const STATUS_TEXTS = { pending: "Waiting for the file", processing: "Processing…" };

export class Gallery {
  #api;
  #openImage;
  #isListedElsewhere;
  #enterToken;
  #cursor = null;
  #tiles = new Map();
  #list = document.querySelector("#images");
  #moreButton = document.querySelector("#more");
  #note = document.querySelector("#gallery-note");
  #loading = null;

  /**
   * `openImage(image)` shows one image in a dialog. `isListedElsewhere(id)` tells whether another part of
   * the page already lists it. `enterToken()` lets the user enter an access token.
   */
  constructor(api, { openImage, isListedElsewhere, enterToken }) {
    this.#api = api;
    this.#openImage = openImage;
    this.#isListedElsewhere = isListedElsewhere;
    this.#enterToken = enterToken;
    this.#moreButton.addEventListener("click", () => this.#loadMore());
  }

  /** Clear the gallery and load the first page. */
  async reload() {
    this.#tiles.clear();
    this.#list.replaceChildren();
    this.#cursor = null;
    await this.#loadMore();
  }

  /** Show a new image at the top. */
  prepend(image) {
    // a page that loaded during the upload may contain an outdated tile of this image
    this.#tiles.get(image.id)?.remove();
    this.#tiles.delete(image.id);
    this.#add(image, (tile) => this.#list.prepend(tile));
    this.#updateControls();
  }

  /** Remove a deleted image and move the focus to its neighbor. */
  remove(image) {
    const tile = this.#tiles.get(image.id);
    const neighbor = tile?.nextElementSibling ?? tile?.previousElementSibling;
    tile?.remove();
    this.#tiles.delete(image.id);
    this.#updateControls();
    neighbor?.querySelector("button").focus();
  }

  /** Load the next images. Concurrent calls share one request. */
  #loadMore() {
    this.#loading ??= this.#load().finally(() => (this.#loading = null));
    return this.#loading;
  }

  async #load() {
    this.#list.ariaBusy = "true";
    this.#moreButton.disabled = true;
    if (!this.#tiles.size) this.#showNote("Loading…");
    try {
      const before = this.#tiles.size;
      // a page can be empty even though more pages follow
      do await this.#loadPage(); while (this.#cursor && this.#tiles.size === before);
      this.#updateControls();
      if (before) announce(`${imageCount(this.#tiles.size - before)} loaded`);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#showProblem(problem);
    } finally {
      this.#list.ariaBusy = "false";
      this.#moreButton.disabled = false;
    }
  }

  async #loadPage() {
    const onRetry = () => this.#showNote(RETRYING);
    const { images, next_cursor: cursor } = await this.#api.list(this.#cursor, PAGE_SIZE, { onRetry });
    const unlisted = images.filter(({ id }) => !this.#tiles.has(id) && !this.#isListedElsewhere(id));
    unlisted.forEach((image) => this.#add(image, (tile) => this.#list.append(tile)));
    this.#cursor = cursor;
  }

  #add(image, insert) {
    const tile = h("li", {});
    this.#tiles.set(image.id, tile);
    this.#render(tile, image);
    insert(tile);
    if (image.status === "processing") this.#poll(tile, image);
  }

  #render(tile, image) {
    const aspectRatio = image.width ? Math.min(Math.max(image.width / image.height, 0.5), 2.4) : 1;
    tile.style.setProperty("--aspect-ratio", aspectRatio);
    tile.dataset.state = image.status;
    const open = () => this.#openImage(image);
    const parts = [this.#tileImage(image), caption(image)];
    tile.replaceChildren(h("button", { type: "button", className: "tile", onclick: open }, parts));
  }

  #tileImage(image) {
    if (image.variants.length) return thumbnail(image, TILE_WIDTH, () => this.#api.get(image.id));
    return h("span", { className: "no-image" }, statusText(image));
  }

  /** Update the tile once the image has been processed. */
  async #poll(tile, image) {
    let current = image;
    while (current.status === "processing" && tile.isConnected) {
      await pause(POLL_MS);
      current = await this.#api.get(image.id).catch(() => ({ ...current, status: "unknown" }));
    }
    if (current.status !== "unknown") this.#render(tile, current);
  }

  #updateControls() {
    this.#moreButton.hidden = !this.#cursor;
    this.#showNote("No images yet. Images that you upload appear here.");
    this.#note.hidden = this.#tiles.size > 0;
  }

  #showNote(...contents) {
    this.#note.hidden = false;
    this.#note.replaceChildren(...contents.map((each) => (typeof each === "string" ? h("p", {}, each) : each)));
  }

  #showProblem(problem) {
    this.#moreButton.hidden = true;
    const action = problem.unauthorized
      ? button("Enter token", "Enter token", () => this.#enterToken())
      : button("Try again", "Try again to load the images", () => this.#loadMore());
    this.#showNote(errorElement(problem), action);
  }
}

function statusText(image) {
  return image.error ? errorMessage(image.error) : (STATUS_TEXTS[image.status] ?? "No variants");
}

function caption(image) {
  const code = image.error && h("code", {}, image.error.code);
  const size = h("span", { className: "dimensions" }, dimensions(image));
  const details = h("span", { className: "number" }, code || size);
  return h("span", { className: "caption" }, fileName(image.filename, "span"), details);
}
