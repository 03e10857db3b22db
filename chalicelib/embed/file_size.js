/** Formats file sizes. */

const UNITS = ["bytes", "KB", "MB", "GB"];

/** Format a file size: 10190 -> "10 KB". Units are powers of 1000, as in most file managers. */
export function fileSize(bytes) {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** power;
  return `${power && value < 10 ? value.toFixed(1) : Math.round(value)} ${UNITS[power]}`;
}
