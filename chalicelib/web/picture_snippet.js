/** Builds the HTML element that users paste into their own pages. */

import { earliestOf } from "./url_expiry.js";
import { shareableUrl, withLastingUrls } from "./variant_urls.js";

/** The name of the element that `pictureSnippet` returns. */
export function elementName(image) {
  return image.html ? "<picture>" : "<img>";
}

/**
 * Return the `<picture>` element of the API response, with permanent URLs where variants have them, and when
 * the first of its URLs expires. If no variant shows the whole image, it is an `<img>` of the widest variant.
 * `refresh(image)` fetches the image again.
 */
export async function pictureSnippet(outdated, refresh) {
  const image = await withLastingUrls(outdated, refresh);
  const links = await Promise.all(image.variants.map((variant) => shareableUrl(image, variant)));
  if (!image.html) return imgSnippet(image, links);
  const text = image.variants.reduce(
    (html, { url }, index) => html.replaceAll(escaped(url), escaped(links[index].url)),
    image.html,
  );
  return { text, expires: earliestOf(links.map(({ expires }) => expires)) };
}

function imgSnippet({ variants, metadata }, links) {
  const widest = variants.reduce((best, variant) => (variant.width > best.width ? variant : best));
  const { url, expires } = links[variants.indexOf(widest)];
  // created in a separate document so that the browser does not load it
  const img = document.implementation.createHTMLDocument().createElement("img");
  const attributes = { src: url, width: widest.width, height: widest.height, alt: metadata.alt ?? "" };
  Object.entries(attributes).forEach(([name, value]) => img.setAttribute(name, value));
  return { text: img.outerHTML, expires };
}

/** Escape a URL as the API does in attributes. */
function escaped(url) {
  return url.replaceAll("&", "&amp;");
}
