/** Draws thumbnails of processed images over their placeholders. */

import { h } from "../embed/dom.js";
import { decode } from "./thumbhash.js";
import { bestVariant } from "./variant_choice.js";

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
