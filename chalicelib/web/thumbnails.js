/** The small pictures: of a file before it is sent, of a ThumbHash while the real one loads. */

import { h } from "./dom.js";
import { fitting } from "./variant_choice.js";
import { decode } from "./thumbhash.js";

const PREVIEW = 320;

// One after the other: a dozen photos decoded at once take a phone's memory.
let decoding = Promise.resolve();

/** A canvas that shows the file as soon as the browser has decoded it; empty if it cannot. */
export function preview(file) {
  const canvas = h("canvas", { width: 0, height: 0, ariaHidden: "true" });
  decoding = decoding.then(() => paint(canvas, file));
  return canvas;
}

async function paint(canvas, file) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return; // not a picture, or of a kind that only the service reads
  const scale = Math.min(1, PREVIEW / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
}

/**
 * The image's best variant for `width` CSS pixels, over its ThumbHash until it has loaded. A signed URL
 * may have expired on a page that stood open: `renew()` fetches the document anew, once.
 */
export function print(image, width, renew) {
  const frame = h("div", { className: "print" });
  if (image.placeholder) frame.append(blurred(image.placeholder));
  const variant = fitting(image, width);
  if (!variant) return frame;
  const { width: natural, height } = variant;
  const picture = h("img", { alt: "", decoding: "async", loading: "lazy", width: natural, height });
  picture.addEventListener("load", () => frame.classList.add("loaded"));
  picture.addEventListener("error", () => again(picture, width, renew), { once: true });
  picture.src = variant.url;
  frame.append(picture);
  return frame;
}

async function again(picture, width, renew) {
  // a picture that was deleted elsewhere keeps its placeholder
  const image = await renew().catch(() => null);
  const variant = image && fitting(image, width);
  if (variant) picture.src = variant.url;
}

function blurred({ thumbhash, color }) {
  const pixels = decode(thumbhash);
  const canvas = h("canvas", { width: pixels.width, height: pixels.height, ariaHidden: "true" });
  canvas.getContext("2d").putImageData(pixels, 0, 0);
  canvas.style.backgroundColor = color;
  return canvas;
}
