/** Shows the presets as checkboxes, so that users can select the sizes they want. */

import { button, h } from "../embed/dom.js";
import { errorElement } from "./error_element.js";
import { Problem } from "../embed/problem.js";

const FITS = { inside: "up to", outside: "covers", cover: "cropped to", contain: "padded to", fill: "stretched to" };

export class Presets {
  #api;
  #list = document.querySelector("#presets");
  #note = document.querySelector("#presets-note");
  #onSelect;
  #presets = [];
  #defaults = [];

  /** `onSelect(names)` gets the names of the selected presets. If there are none, the service uses its defaults. */
  constructor(api, onSelect) {
    this.#api = api;
    this.#onSelect = onSelect;
    this.#list.addEventListener("change", () => this.#update());
  }

  get #selected() {
    return [...this.#list.querySelectorAll("input:checked")].map((input) => input.value);
  }

  /** Return the presets of these names that still exist, in the service's order. */
  named(names) {
    return this.#presets.filter(({ name }) => names.includes(name));
  }

  async reload() {
    try {
      const { presets: all, default: defaults } = await this.#api.presets();
      // uploads cannot request presets that are rendered on demand
      const presets = all.filter(({ when }) => when !== "on_demand");
      [this.#presets, this.#defaults] = [presets, defaults];
      this.#list.replaceChildren(...presets.map((preset) => checkbox(preset, defaults.includes(preset.name))));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const retry = button("Try again", "Try again to load the sizes", () => this.reload());
      // without a valid token, the gallery already shows a button to enter one
      this.#list.replaceChildren(errorElement(problem), ...(problem.unauthorized ? [] : [retry]));
    }
    this.#update();
  }

  #update() {
    const selected = this.#selected;
    this.#onSelect(selected);
    const isEmpty = this.#defaults.length > 0 && selected.length === 0;
    // the live region must exist before its text changes, so it is emptied, not hidden
    this.#note.textContent = isEmpty ? `No size is selected. Images get ${defaultText(this.#defaults)}.` : "";
  }
}

function checkbox(preset, checked) {
  return h(
    "label",
    { className: "preset" },
    h("input", { type: "checkbox", value: preset.name, checked }),
    h("span", {}, preset.name, h("small", {}, description(preset))),
  );
}

function defaultText(names) {
  return names.length === 1 ? `the default size, ${names[0]}` : `the default sizes: ${names.join(", ")}`;
}

function description({ fit, width, height, format, formats }) {
  const written = (formats?.length ? formats : [format]).filter((each) => each !== "source").map(formatName);
  return [`${FITS[fit]} ${sideText(width, height)}`, ...written].join(", ");
}

function sideText(width, height) {
  if (width && height) return `${width} × ${height}`;
  return width ? `${width} wide` : `${height} high`;
}

function formatName(format) {
  return format === "webp" ? "WebP" : format.toUpperCase();
}
