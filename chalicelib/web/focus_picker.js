/** An image on which the user picks a focal point by click, touch or arrow keys. */

import { h } from "../embed/dom.js";

const CENTER = [0.5, 0.5];
const STEP = 0.01;
const LARGE_STEP = 0.1;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class FocusPicker {
  #area;
  #marker = h("span", { className: "focus-marker", hidden: true });
  #onChange;
  #value = null;

  /** `area` is the element to fill. `onChange(focus)` is called with the new point whenever the user moves it. */
  constructor(area, onChange) {
    this.#area = area;
    this.#onChange = onChange;
    area.addEventListener("pointerdown", (event) => this.#drag(event));
    area.addEventListener("pointermove", (event) => area.hasPointerCapture(event.pointerId) && this.#moveTo(event));
    area.addEventListener("keydown", (event) => this.#step(event));
  }

  /** Show an image, of which `url` can be a smaller version. */
  show(url, { width, height }) {
    this.#area.style.setProperty("--aspect-ratio", width / height);
    this.#area.replaceChildren(h("img", { src: url, alt: "", draggable: false }), this.#marker);
  }

  /** The point in fractions of width and height, in thousandths as the service keeps it, or null. */
  get value() {
    return this.#value;
  }

  set value(focus) {
    this.#value = focus?.map((part) => Math.round(Math.min(1, Math.max(0, part)) * 1000) / 1000) ?? null;
    this.#marker.hidden = this.#value === null;
    if (this.#value === null) return;
    const [left, top] = this.#value.map((part) => `${part * 100}%`);
    Object.assign(this.#marker.style, { left, top });
  }

  #drag(event) {
    if (event.button !== 0) return;
    this.#area.setPointerCapture(event.pointerId);
    this.#moveTo(event);
  }

  #moveTo({ clientX, clientY }) {
    const box = this.#area.querySelector("img").getBoundingClientRect();
    this.#pick([(clientX - box.left) / box.width, (clientY - box.top) / box.height]);
  }

  #step(event) {
    const direction = ARROWS[event.key];
    if (!direction) return;
    event.preventDefault(); // the keys would scroll the dialog
    const step = event.shiftKey ? LARGE_STEP : STEP;
    this.#pick((this.#value ?? CENTER).map((part, axis) => part + direction[axis] * step));
  }

  #pick(focus) {
    if (this.#area.ariaDisabled === "true") return;
    this.value = focus;
    this.#onChange(this.#value);
  }
}
