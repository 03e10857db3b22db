/** Lists the variants of an image, with buttons to copy and download each. */

import { announce, button, h } from "./dom.js";
import { download } from "./download.js";
import { dimensions, fileSize, savings } from "./formatting.js";
import { imgSnippet } from "./img_snippet.js";
import { shareableUrl } from "./variant_urls.js";

const COPIED_MS = 2500;

/** Return the list of variants. */
export function variantList(image) {
  const items = image.variants.map((variant) => variantItem(image, variant));
  return h("ul", { className: "variants" }, items);
}

/** Return the button that copies the `<img>` element. */
export function snippetButton(image) {
  const label = `Copy <img> for ${image.filename}`;
  return copyButton("Copy <img>", label, () => imgSnippet(image));
}

function variantItem(image, variant) {
  const target = `${variant.name} of ${image.filename}`;
  const link = async () => {
    const { url, permanent } = await shareableUrl(image, variant);
    return { text: url, permanent };
  };
  return h(
    "li",
    {},
    h("span", { className: "variant" }, variant.name),
    h("span", { className: "number" }, dimensions(variant)),
    h("span", { className: "number" }, fileSize(variant.size)),
    h("span", { className: "savings" }, savings(variant.size, image.size)),
    h(
      "span",
      { className: "actions" },
      copyButton("Copy URL", `Copy URL of ${target}`, link),
      button("Download", `Download ${target}`, () => download(image, variant), "quiet"),
    ),
  );
}

/** Return a button that copies what `content()` resolves to, and briefly shows the result. */
function copyButton(text, label, content) {
  const copier = button(text, label, async () => {
    const copied = await content();
    const result = (await writeToClipboard(copied.text)) ? success(copied) : "Copying was blocked";
    copier.textContent = result;
    announce(result);
    setTimeout(() => (copier.textContent = text), COPIED_MS);
  }, "quiet");
  return copier;
}

function success({ permanent }) {
  return permanent ? "Copied" : "Copied, link expires";
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
