/** Formats numbers and dates for display. */

import { fileSize } from "../embed/file_size.js";

/** Format width and height: "4032 × 3024". Returns an empty string while they are unknown. */
export function dimensions({ width, height }) {
  return width ? `${width} × ${height}` : "";
}

/** Format how much smaller `size` is than `original`: "saves 303 KB (97%)". Empty if it saves nothing. */
export function savings(size, original) {
  const share = original ? 1 - size / original : 0;
  if (share < 0.005) return "";
  // never round up to 100%, because the file is not empty
  const percent = share > 0.99 ? Math.min(Math.floor(share * 1000) / 10, 99.9) : Math.round(share * 100);
  return `saves ${fileSize(original - size)} (${percent}%)`;
}

/** Format a timestamp of the API in the user's locale and time zone. */
export function dateTime(timestamp) {
  return new Date(timestamp).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** Format a time of today as "14:05", in the user's time zone; one of another day with its date. */
export function clockTime(milliseconds) {
  const time = new Date(milliseconds);
  const isToday = time.toDateString() === new Date().toDateString();
  return time.toLocaleString(undefined, { ...(isToday ? {} : { dateStyle: "medium" }), timeStyle: "short" });
}

/** Format a number of images: "1 image", "3 images". */
export function imageCount(count) {
  return `${count} ${count === 1 ? "image" : "images"}`;
}
