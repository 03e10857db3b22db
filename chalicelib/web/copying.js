/** Buttons that copy text, and say how long copied URLs work. */

import { button, h } from "../embed/dom.js";
import { announce } from "./announcements.js";
import { clockTime } from "./formatting.js";

const COPIED_MS = 4000;

/** Return a note that is hidden until URLs that expire have been copied. */
export function expiryNote() {
  return h("p", { className: "note", hidden: true });
}

/**
 * Return a button that copies what `content()` resolves to, and briefly shows the result. `content()` returns
 * `text` and `expires`: when its URLs expire in milliseconds since 1970, or null. `note` is an expiry note.
 */
export function copyButton(text, label, content, note) {
  let timer;
  const copier = button(text, label, async () => {
    const { message } = await copy(content, note);
    copier.textContent = message;
    announce(message);
    clearTimeout(timer);
    timer = setTimeout(() => (copier.textContent = text), COPIED_MS);
  }, "quiet");
  return copier;
}

/** Copy what `content()` resolves to, and update the expiry note. Returns `isCopied` and a `message`. */
export async function copy(content, note) {
  const { text, expires } = await content();
  const isCopied = await writeToClipboard(text);
  note.hidden = !isCopied || expires === null;
  if (note.hidden) return { isCopied, message: isCopied ? "Copied" : "Copying was blocked" };
  note.textContent =
    `The copied URLs work until ${clockTime(expires)}. ` +
    "For permanent URLs, the operator can set up a CDN or turn on PUBLIC_VARIANTS.";
  return { isCopied, message: `Copied, works until ${clockTime(expires)}` };
}

/** Copy the text. Returns false if the browser (on pages without TLS) or the user blocks it. */
async function writeToClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
