/** Shows the presets as checkboxes, so that users can select the sizes they want. */

import { button, h } from "./dom.js";
import { errorElement } from "./messages.js";
import { Problem } from "./problem.js";

const FITS = { inside: "up to", outside: "covers", cover: "cropped to", contain: "padded to", fill: "stretched to" };

export class Presets {
  #api;
  #list = document.querySelector("#presets");

  constructor(api) {
    this.#api = api;
  }

  /** The names of the selected presets. If it is empty, the service uses its defaults. */
  get selected() {
    return [...this.#list.querySelectorAll("input:checked")].map((input) => input.value);
  }

  async reload() {
    try {
      const { presets, default: defaults } = await this.#api.presets();
      this.#list.replaceChildren(...presets.map((preset) => checkbox(preset, defaults.includes(preset.name))));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const retry = button("Try again", "Try again to load the sizes", () => this.reload());
      // without a valid token, the gallery already shows a button to enter one
      this.#list.replaceChildren(errorElement(problem), ...(problem.unauthorized ? [] : [retry]));
    }
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

function description({ fit, width, height, format }) {
  const converted = format === "source" ? "" : `, ${formatName(format)}`;
  return `${FITS[fit]} ${width} × ${height}${converted}`;
}

function formatName(format) {
  return format === "webp" ? "WebP" : format.toUpperCase();
}
