/** Formats file sizes. */

import { ENGLISH } from "./texts_en.js";

const UNITS = ["KB", "MB", "GB"];

/** Format a file size: 10190 -> "10 KB". Units are powers of 1000, as in most file managers. */
export function fileSize(bytes, { locale, bytes: unit } = ENGLISH) {
  if (bytes < 1000) return `${bytes} ${unit}`;
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length);
  const value = bytes / 1000 ** power;
  const digits = value < 10 ? 1 : 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
  return `${value.toLocaleString(locale, options)} ${UNITS[power - 1]}`;
}
