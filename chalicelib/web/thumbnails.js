/** Draws thumbnails: of a local file before it is uploaded, and of a processed image over its placeholder. */

import { h } from "./dom.js";
import { decode } from "./thumbhash.js";
import { bestVariant } from "./variant_choice.js";

const PREVIEW_SIZE = 320;

// One preview at a time: decoding a dozen photos at once can exhaust a phone's memory.
let previews = Promise.resolve();

/** Return a canvas that shows the file once the browser has decoded it. It stays empty if that fails. */
export function preview(file) {
  const canvas = h("canvas", { width: 0, height: 0, ariaHidden: "true" });
  previews = previews.then(() => draw(canvas, file));
  return canvas;
}

async function draw(canvas, file) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return; // not an image, or in a format that only the service can read
  const scale = Math.min(1, PREVIEW_SIZE / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
}

/**
 * Show the variant that suits `width` CSS pixels, and the image's ThumbHash until it has loaded.
 * If the signed URL has expired, `refresh()` fetches the image again, once.
 */
export function thumbnail(image, width, refresh) {
  const frame = h("div", { className: "thumbnail" });
  if (image.placeholder) frame.append(placeholder(image.placeholder));
  const variant = bestVariant(image, width);
  if (!variant) return frame;
  const { width: naturalWidth, height } = variant;
  const img = h("img", { alt: "", decoding: "async", loading: "lazy", width: naturalWidth, height });
  img.addEventListener("load", () => frame.classList.add("loaded"));
  img.addEventListener("error", () => reload(img, width, refresh), { once: true });
  img.src = variant.url;
  frame.append(img);
  return frame;
}

async function reload(img, width, refresh) {
  // if the image has been deleted elsewhere, its placeholder stays
  const image = await refresh().catch(() => null);
  const variant = image && bestVariant(image, width);
  if (variant) img.src = variant.url;
}

/** Return the URL of an image's blurred placeholder. */
export function placeholderUrl(image) {
  return placeholder(image).toDataURL();
}

function placeholder({ thumbhash, color }) {
  const pixels = decode(thumbhash);
  const canvas = h("canvas", { width: pixels.width, height: pixels.height, ariaHidden: "true" });
  canvas.getContext("2d").putImageData(pixels, 0, 0);
  canvas.style.backgroundColor = color;
  return canvas;
}
