/** Shows the images that were uploaded before, and which of them are selected. */

import { h } from "../embed/dom.js";
import { retryingMessage } from "../embed/messages.js";
import { untilProcessed } from "../embed/polling.js";
import { Problem } from "../embed/problem.js";
import { announce } from "./announcements.js";
import { imageCount } from "./formatting.js";
import { GalleryNote } from "./gallery_note.js";
import { GallerySearch } from "./gallery_search.js";
import { Listing } from "./listing.js";
import { Selection } from "./selection.js";
import { drawTile, markTile } from "./tile.js";

export class Gallery {
  #api;
  #actions;
  #images = new Map();
  #tiles = new Map();
  #listing = null;
  #selection = new Selection();
  #search = new GallerySearch({ onQuery: () => this.reload(), onFilter: () => this.#update() });
  #note;
  #list = document.querySelector("#images");
  #moreButton = document.querySelector("#more");

  /**
   * `actions.open(image)` shows one image in a dialog until it is closed. `isListedElsewhere(id)` tells whether
   * another part of the page already lists it. `enterToken()` lets the user enter an access token.
   * `onUpdate()` is called when other images are shown or selected.
   */
  constructor(api, actions) {
    this.#api = api;
    this.#actions = actions;
    this.#note = new GalleryNote({ enterToken: actions.enterToken, loadAgain: () => this.#loadMore() });
    this.#moreButton.addEventListener("click", () => this.#loadMore());
  }

  /** The images that match the search, in order. */
  get shown() {
    const shown = [...this.#list.children].filter((tile) => !tile.hidden);
    return shown.map((tile) => this.#images.get(tile.dataset.id));
  }

  /** The selected images, without those that the search hides. */
  get selected() {
    return this.shown.filter(({ id }) => this.#selection.has(id));
  }

  /** Select or deselect images. */
  select(images, isSelected) {
    this.#selection.setAll(images.map(({ id }) => id), isSelected);
    this.#update();
  }

  /** Clear the gallery and load the first page. */
  async reload() {
    this.#listing?.stop();
    this.#images.clear();
    this.#tiles.clear();
    this.#selection.clear();
    this.#list.replaceChildren();
    this.#listing = new Listing(this.#api, this.#search.query);
    await this.#loadMore();
  }

  /** Show a new image at the top. */
  prepend(image) {
    // a page that loaded during the upload may contain an outdated tile of this image
    this.#forget(image.id);
    this.#add(image, (tile) => this.#list.prepend(tile));
    this.#update();
  }

  /** Show the changed document of an image, if the gallery contains it. */
  update(image) {
    const tile = this.#tiles.get(image.id);
    if (!tile) return;
    this.#draw(tile, image);
    this.#update();
  }

  /** Remove a deleted image. */
  remove({ id }) {
    this.#forget(id);
    this.#update();
  }

  #forget(id) {
    this.#tiles.get(id)?.remove();
    this.#tiles.delete(id);
    this.#images.delete(id);
    this.#selection.setAll([id], false);
  }

  async #loadMore() {
    const listing = this.#listing;
    const isFirst = this.#tiles.size === 0;
    this.#setLoading(true);
    if (isFirst) this.#note.showText("Loading…");
    try {
      const added = await listing.loadMore({
        onImages: (images) => this.#append(images),
        onRetry: (problem) => this.#note.showText(retryingMessage(problem)),
      });
      this.#update();
      if (!isFirst) announce(`${imageCount(added)} loaded`);
    } catch (problem) {
      // a new search is loading
      if (listing.signal.aborted) return;
      this.#showProblem(problem);
    }
    this.#setLoading(false);
  }

  /** Add images that are not on the page yet. Returns how many there were. */
  #append(images) {
    // a search finds all images, also those that another part of the page lists
    const isElsewhere = (id) => !this.#search.isActive && this.#actions.isListedElsewhere(id);
    const isNew = ({ id }) => !this.#tiles.has(id) && !isElsewhere(id);
    const added = images.filter(isNew);
    added.forEach((image) => this.#add(image, (tile) => this.#list.append(tile)));
    return added.length;
  }

  #showProblem(problem) {
    if (!(problem instanceof Problem)) throw problem;
    this.#moreButton.hidden = true;
    this.#note.showProblem(problem);
  }

  #add(image, insert) {
    const tile = h("li", {});
    tile.dataset.id = image.id;
    this.#tiles.set(image.id, tile);
    this.#draw(tile, image);
    insert(tile);
    if (image.status === "processing") this.#poll(image);
  }

  #draw(tile, image) {
    this.#images.set(image.id, image);
    drawTile(tile, image, {
      open: (current) => this.#open(current),
      refresh: ({ id }) => this.#api.get(id),
      select: (current, isSelected, isRange) => this.#select(current, isSelected, isRange),
    });
  }

  async #open(image) {
    const { nextElementSibling: next, previousElementSibling: previous } = this.#tiles.get(image.id);
    await this.#actions.open(image);
    // the tile may have been drawn again with another button, or removed
    (this.#tiles.get(image.id) ?? next ?? previous)?.querySelector("button").focus();
  }

  #select({ id }, isSelected, isRange) {
    this.#selection.set(id, isSelected, { order: this.shown.map((image) => image.id), isRange });
    this.#update();
  }

  /** Update the tile once the image has been processed. */
  async #poll({ id }) {
    const read = (options) => this.#api.get(id, options);
    const image = await untilProcessed(read, { signal: this.#listing.signal }).catch(() => null);
    if (image) this.update(image);
  }

  /** Apply the search and the selection to the tiles, and update what depends on them. */
  #update() {
    for (const [id, tile] of this.#tiles) {
      tile.hidden = !this.#search.matches(this.#images.get(id));
      markTile(tile, this.#selection.has(id));
    }
    const shown = this.shown.length;
    const { hasMore } = this.#listing;
    this.#moreButton.hidden = !hasMore;
    if (shown) this.#note.hide();
    else if (this.#search.isActive) this.#note.showText("No image matches.");
    else this.#note.showNoImages();
    this.#search.showResult({ shown, loaded: this.#tiles.size, hasMore });
    this.#actions.onUpdate();
  }

  #setLoading(isLoading) {
    this.#list.ariaBusy = String(isLoading);
    this.#moreButton.disabled = isLoading;
  }
}
