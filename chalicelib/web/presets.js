/** The choice of variants. */

import { button, h } from "./dom.js";
import { Problem } from "./problem.js";
import { problemText } from "./upload_row.js";

const FITS = { inside: "fits", outside: "covers", cover: "cut to", contain: "padded to", fill: "stretched to" };

export class Presets {
  #api;
  #list = document.querySelector("#presets");

  constructor(api) {
    this.#api = api;
  }

  /** The chosen names; none stands for the service's own choice. */
  get chosen() {
    return [...this.#list.querySelectorAll("input:checked")].map((input) => input.value);
  }

  async reload() {
    try {
      const { presets, default: usual } = await this.#api.presets();
      this.#list.replaceChildren(...presets.map((preset) => option(preset, usual.includes(preset.name))));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const retry = button("Try again", "Try again to load the choice of sizes", () => this.reload());
      // where a token is wanted, the gallery has the button for it
      this.#list.replaceChildren(problemText(problem), ...(problem.refused ? [] : [retry]));
    }
  }
}

function option(preset, checked) {
  return h(
    "label",
    { className: "preset" },
    h("input", { type: "checkbox", value: preset.name, checked }),
    h("span", {}, preset.name, h("small", {}, description(preset))),
  );
}

function description({ fit, width, height, format }) {
  const kept = format === "source" ? "" : `, ${format === "jpeg" ? "JPEG" : format === "webp" ? "WebP" : format.toUpperCase()}`;
  return `${FITS[fit]} ${width} × ${height}${kept}`;
}
