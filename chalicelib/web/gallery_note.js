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

  /** Say that there are no images. The style sheet chooses the text: uploads of this visit are listed elsewhere. */
  showNoImages() {
    this.#show(
      h("p", { className: "without-uploads" }, "No images yet. Images that you upload appear here."),
      h("p", { className: "with-uploads" }, "No earlier images. Those of this visit are listed under Uploads."),
    );
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
