/** Loads the images that match a search, newest first, one page at a time. */

const PAGE_SIZE = 24;

export class Listing {
  #api;
  #query;
  #cursor = null;
  #loading = null;
  #abort = new AbortController();

  /** `query` has parameters of the API, such as `status`. */
  constructor(api, query) {
    this.#api = api;
    this.#query = query;
  }

  get hasMore() {
    return this.#cursor !== null;
  }

  /** Aborted when the listing is stopped. */
  get signal() {
    return this.#abort.signal;
  }

  /** Cancel what is being loaded, because the images are no longer needed. */
  stop() {
    this.#abort.abort();
  }

  /**
   * Load the next images. `onImages(images)` is called after each page, and returns how many of them are new
   * on the page. Concurrent calls share one request. Throws a Problem, or the signal's reason.
   */
  loadMore(options) {
    this.#loading ??= this.#load(options).finally(() => (this.#loading = null));
    return this.#loading;
  }

  async #load({ onImages, onRetry }) {
    let added = 0;
    // a page can be empty even though more pages follow
    do {
      const query = { ...this.#query, limit: PAGE_SIZE, cursor: this.#cursor };
      const { images, next_cursor: cursor } = await this.#api.list(query, { onRetry, signal: this.signal });
      this.#cursor = cursor;
      added += onImages(images);
    } while (this.hasMore && added === 0);
    return added;
  }
}
