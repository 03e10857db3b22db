/** Draws the tile of one image in the gallery. */

import { fileName, h } from "../embed/dom.js";
import { dimensions } from "./formatting.js";
import { problemMessage } from "./page_messages.js";
import { thumbnail } from "./thumbnails.js";

const WIDTH = 260;
const STATUS_TEXTS = { pending: "Waiting for the file", processing: "Processing…" };

/**
 * Draw the image on the tile. `actions` has `open(image)`, `refresh(image)`, which fetches it again, and
 * `select(image, isSelected, isRange)`.
 */
export function drawTile(tile, image, { open, refresh, select }) {
  const aspectRatio = image.width ? Math.min(Math.max(image.width / image.height, 0.5), 2.4) : 1;
  tile.style.setProperty("--aspect-ratio", aspectRatio);
  tile.dataset.state = image.status;
  const checkbox = h("input", { type: "checkbox", ariaLabel: `Select ${image.filename}` });
  // a click, since `change` does not tell whether Shift is pressed; the space key clicks, too
  checkbox.addEventListener("click", ({ shiftKey }) => select(image, checkbox.checked, shiftKey));
  tile.replaceChildren(
    h(
      "button",
      { type: "button", className: "tile", onclick: () => open(image) },
      tileImage(image, refresh),
      caption(image),
    ),
    h("label", { className: "select" }, checkbox),
  );
}

/** Show whether the tile's image is selected. */
export function markTile(tile, isSelected) {
  tile.classList.toggle("selected", isSelected);
  tile.querySelector("input").checked = isSelected;
}

function tileImage(image, refresh) {
  if (image.variants.length) return thumbnail(image, WIDTH, () => refresh(image));
  return h("span", { className: "no-image" }, statusText(image));
}

function statusText(image) {
  return image.error ? problemMessage(image.error) : (STATUS_TEXTS[image.status] ?? "No variants");
}

function caption(image) {
  const code = image.error && h("code", {}, image.error.code);
  const size = h("span", { className: "dimensions" }, dimensions(image));
  const details = h("span", { className: "number" }, code || size);
  return h("span", { className: "caption" }, fileName(image.filename, "span"), details);
}
