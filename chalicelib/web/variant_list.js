/** Lists the variants of an image, with buttons to copy and download each. */

import { button, h } from "../embed/dom.js";
import { fileSize } from "../embed/file_size.js";
import { copyButton } from "./copying.js";
import { download } from "./download.js";
import { dimensions, savings } from "./formatting.js";
import { elementName, pictureSnippet } from "./picture_snippet.js";
import { shareableUrl, withLastingUrls } from "./variant_urls.js";

/** Return the list of variants. `note` is an expiry note; `refresh(image)` fetches the image again. */
export function variantList(image, note, refresh) {
  const items = image.variants.map((variant) => variantItem(image, variant, note, refresh));
  return h("ul", { className: "variants" }, items);
}

/** Return the button that copies the `<picture>` element. The parameters are those of `variantList`. */
export function snippetButton(image, note, refresh) {
  const text = `Copy ${elementName(image)}`;
  return copyButton(text, `${text} for ${image.filename}`, () => pictureSnippet(image, refresh), note);
}

function variantItem(image, variant, note, refresh) {
  const target = `${variantTitle(image, variant)} of ${image.filename}`;
  const link = async () => {
    const { url, expires } = await shareableUrl(...(await current(image, variant, refresh)));
    return { text: url, expires };
  };
  const save = async () => download(...(await current(image, variant, refresh)));
  return h(
    "li",
    {},
    h("span", { className: "variant" }, variantTitle(image, variant)),
    h("span", { className: "number" }, dimensions(variant)),
    h("span", { className: "number" }, fileSize(variant.size)),
    h("span", { className: "savings" }, savings(variant.size, image.size)),
    h(
      "span",
      { className: "actions" },
      copyButton("Copy URL", `Copy URL of ${target}`, link, note),
      button("Download", `Download ${target}`, save, "quiet"),
    ),
  );
}

/** Return the image and the variant with URLs that last. */
async function current(image, variant, refresh) {
  const fresh = await withLastingUrls(image, refresh);
  const isSame = (each) => each.name === variant.name && each.content_type === variant.content_type;
  return [fresh, fresh.variants.find(isSame) ?? variant];
}

/** Return the variant's name, with its format if several formats share the name. */
function variantTitle({ variants }, { name, content_type: contentType }) {
  const isUnique = variants.filter((each) => each.name === name).length === 1;
  return isUnique ? name : `${name} (${contentType.split("/")[1].toUpperCase()})`;
}
