/** Which images of the gallery are selected. Touches no DOM. */

export class Selection {
  #ids = new Set();
  #last = null;

  get size() {
    return this.#ids.size;
  }

  has(id) {
    return this.#ids.has(id);
  }

  /**
   * Select or deselect an image; with `isRange`, also all others between it and the one that was changed
   * last. `order` is the order of the images on the page.
   */
  set(id, isSelected, { order, isRange = false }) {
    const [from, to] = [order.indexOf(isRange ? this.#last : id), order.indexOf(id)].sort((a, b) => a - b);
    const ids = from < 0 ? [id] : order.slice(from, to + 1);
    this.setAll(ids, isSelected);
    this.#last = id;
  }

  setAll(ids, isSelected) {
    ids.forEach((id) => (isSelected ? this.#ids.add(id) : this.#ids.delete(id)));
  }

  clear() {
    this.#ids.clear();
    this.#last = null;
  }
}
