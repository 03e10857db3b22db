/** Makes images smaller before they are uploaded. */

import { stillImageType } from "./image_header.js";

const QUALITY = 0.9;

// One image at a time: decoding several photos at once can exhaust a phone's memory.
let last = Promise.resolve();

/**
 * Return the file with at most `longest` pixels on its longer side, in the same format. Its orientation is
 * applied and its transparency kept; its metadata, such as the place where it was taken, is removed.
 *
 * Returns the file itself if it is small enough, would become larger, is animated, or cannot be decoded and
 * encoded by this browser.
 */
export function resized(file, longest) {
  const result = last.then(() => smaller(file, longest)).catch(() => file);
  last = result;
  return result;
}

async function smaller(file, longest) {
  const type = await stillImageType(file);
  // a file with a wrong type could lose its transparency
  if (type === null || type !== file.type || !(await canReadCanvas())) return file;
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = longest / Math.max(bitmap.width, bitmap.height);
  const blob = scale < 1 ? await encoded(drawn(bitmap, scale), type) : null;
  bitmap.close();
  // a browser that cannot encode WebP returns a PNG
  if (blob?.type !== type || blob.size >= file.size) return file;
  return new File([blob], file.name, { type, lastModified: file.lastModified });
}

function drawn(bitmap, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function encoded(canvas, type) {
  return new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
}

/** Whether the browser returns what was drawn. Some that resist fingerprinting return noise. */
async function canReadCanvas() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8;
  const context = canvas.getContext("2d");
  context.fillStyle = "#4080c0";
  context.fillRect(0, 0, 8, 8);
  const { data } = context.getImageData(0, 0, 8, 8);
  return data.every((value, at) => value === [64, 128, 192, 255][at % 4]);
}
