/** Defines the custom element, so that a page can use it. */

import { DarkroomUpload } from "./element.js";

// A server that renders pages has no custom elements, and a page may load this script twice.
if (globalThis.customElements && !customElements.get("darkroom-upload")) {
  customElements.define("darkroom-upload", DarkroomUpload);
}
