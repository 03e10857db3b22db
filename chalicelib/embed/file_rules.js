/** Checks files before they are uploaded. Touches no DOM. */

import { fileSize } from "./file_size.js";
import { Problem } from "./problem.js";

const SIZE = /^(\d+(?:\.\d+)?)\s*(|b|bytes|kb|mb|gb|kib|mib|gib)$/i;
const UNITS = { k: 1, m: 2, g: 3 };

/** Parse a size such as `10MB`, `1.5 MB`, `512KiB` or `10485760`. Returns bytes, or null if it is not one. */
export function sizeInBytes(text) {
  const [, number, unit] = SIZE.exec((text ?? "").trim()) ?? [];
  if (number === undefined) return null;
  const base = /i/i.test(unit) ? 1024 : 1000;
  return Math.floor(Number(number) * base ** (UNITS[unit.charAt(0).toLowerCase()] ?? 0));
}

/** Throw a Problem if the file is larger than `maxSize` bytes. Null means any size. */
export function checkSize(file, maxSize, texts) {
  if (maxSize === null || file.size <= maxSize) return;
  const limit = fileSize(maxSize, texts);
  throw new Problem({ code: "file_too_large", detail: `The file has more than ${maxSize} bytes`, values: { limit } });
}

/** Throw a Problem unless the file is accepted. */
export function checkType(file, accept) {
  if (isAccepted(file, accept)) return;
  throw new Problem({ code: "type_not_accepted", detail: `${file.type} is not among the accepted types: ${accept}` });
}

/** Whether a file is one of those that the list `accept` describes, in the syntax of `<input>`. */
export function isAccepted({ name, type }, accept) {
  const accepted = (accept ?? "").toLowerCase().split(",").map((each) => each.trim()).filter(Boolean);
  // A browser that does not know a file's type reports none. The service looks at the bytes.
  return !accepted.length || !type || accepted.some((each) => matches(name, type, each));
}

/** See https://html.spec.whatwg.org/multipage/input.html#attr-input-accept. */
function matches(name, type, accepted) {
  if (accepted.startsWith(".")) return name.toLowerCase().endsWith(accepted);
  return accepted.endsWith("/*") ? type.startsWith(accepted.slice(0, -1)) : type === accepted;
}
