/** The form that filters the gallery by status, file name or external ID. */

import { imageCount } from "./formatting.js";

export class GallerySearch {
  #form = document.querySelector("#search");
  #text = document.querySelector("#search-text");
  #kind = document.querySelector("#search-kind");
  #status = document.querySelector("#search-status");
  #note = document.querySelector("#search-note");

  /**
   * Call `onQuery` when the service must be asked again, and `onFilter` when other loaded images match.
   */
  constructor({ onQuery, onFilter }) {
    this.#status.addEventListener("change", onQuery);
    this.#kind.addEventListener("change", () => this.#changeKind(onQuery));
    this.#text.addEventListener("input", () => (this.#searchesLoaded ? onFilter() : this.#text.value || onQuery()));
    // the service finds only whole IDs, so it is asked at Enter, not at every key
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#searchesLoaded) onQuery();
    });
  }

  /** The parameters of the API for this search. Empty ones do not count. */
  get query() {
    if (this.#searchesLoaded) return { status: this.#status.value };
    return { external_id: this.#text.value.trim() };
  }

  /** Whether anything but the newest images is asked for. */
  get isActive() {
    return this.#status.value !== "" || this.#text.value.trim() !== "";
  }

  /** Whether a loaded image matches. File names are compared without regard to case. */
  matches({ filename }) {
    return !this.#searchesLoaded || folded(filename).includes(folded(this.#text.value.trim()));
  }

  /** Say what has been searched. */
  showResult({ shown, loaded, hasMore }) {
    const text = this.#text.value.trim();
    const rest = hasMore ? " Show more to search older images." : "";
    const names = text && `Found in the names of ${shown} of ${imageCount(loaded)} loaded so far.${rest}`;
    const ids = text ? "Searched all images for exactly this external ID." : "Press Enter to search all images.";
    const result = this.#searchesLoaded ? names : ids;
    if (this.#note.textContent !== result) this.#note.textContent = result;
  }

  #changeKind(onQuery) {
    // the service filters by either
    this.#status.disabled = !this.#searchesLoaded;
    this.#status.value = "";
    onQuery();
  }

  get #searchesLoaded() {
    return this.#kind.value === "filename";
  }
}

function folded(text) {
  return text.normalize().toLowerCase();
}
