/** Announces texts to screen readers. */

import { h } from "../embed/dom.js";

const MAX_ANNOUNCEMENTS = 20;

// A modal dialog hides the rest of the page from screen readers, so it has a live region of its own.
const liveRegions = document.querySelectorAll(".live-region");

/** Announce a text to screen readers without interrupting them. */
export function announce(text) {
  for (const region of liveRegions) {
    region.append(h("p", {}, text));
    if (region.childElementCount > MAX_ANNOUNCEMENTS) region.firstElementChild.remove();
  }
}
