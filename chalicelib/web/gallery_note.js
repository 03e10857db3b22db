/** The text in place of images: that they are loading, that there are none, or what went wrong. */

import { button, h } from "../embed/dom.js";
import { errorElement } from "./error_element.js";

export class GalleryNote {
  #element = document.querySelector("#gallery-note");
  #actions;

  /** `actions` has functions for the buttons: `enterToken` and `loadAgain`. */
  constructor(actions) {
    this.#actions = actions;
  }

  hide() {
    this.#show();
    this.#element.hidden = true;
  }

  showText(text) {
    this.#show(h("p", {}, text));
  }

  showProblem(problem) {
    const action = problem.unauthorized
      ? button("Enter token", "Enter token", this.#actions.enterToken)
      : button("Try again", "Try again to load the images", this.#actions.loadAgain);
    this.#show(errorElement(problem), action);
  }

  #show(...contents) {
    this.#element.replaceChildren(...contents);
    this.#element.hidden = false;
  }
}
