/** What came of a picture: a line for each variant, with what can be done with it. */

import { address, download, snippet } from "./variant_urls.js";
import { announce, button, h } from "./dom.js";
import { bytes, saved, sides } from "./messages.js";

const SHOWN_MS = 2500;

/** The variants' lines. */
export function variantList(image) {
  const lines = image.variants.map((variant) => variantLine(image, variant));
  return h("ul", { className: "variants" }, lines);
}

/** The button that copies the `<img>`. */
export function snippetButton(image) {
  const label = `Copy <img> for ${image.filename}`;
  return copyButton("Copy <img>", label, () => snippet(image));
}

function variantLine(image, variant) {
  const what = `${variant.name} of ${image.filename}`;
  const copy = async () => {
    const { url, lasting } = await address(image, variant);
    return { text: url, lasting };
  };
  return h(
    "li",
    {},
    h("span", { className: "variant" }, variant.name),
    h("span", { className: "number" }, sides(variant)),
    h("span", { className: "number" }, bytes(variant.size)),
    h("span", { className: "gain" }, saved(variant.size, image.size)),
    h(
      "span",
      { className: "acts" },
      copyButton("Copy URL", `Copy URL of ${what}`, copy),
      button("Download", `Download ${what}`, () => download(image, variant), "quiet"),
    ),
  );
}

function copyButton(text, label, make) {
  const copier = button(text, label, async () => {
    const made = await make();
    const note = (await copied(made.text)) ? success(made) : "Not allowed";
    copier.textContent = note;
    announce(note);
    setTimeout(() => (copier.textContent = text), SHOWN_MS);
  }, "quiet");
  return copier;
}

function success({ lasting }) {
  return lasting ? "Copied" : "Copied, for a while";
}

/** Browsers keep the clipboard from pages without TLS, and users may, too. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
