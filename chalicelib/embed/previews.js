/** Draws a local file before it is uploaded. */

import { h } from "./dom.js";

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
