/** Builds the `<img>` element that users paste into their own pages. */

import { uncropped } from "./variant_choice.js";
import { shareableUrl } from "./variant_urls.js";

/** Return the HTML of an `<img>` whose srcset lists the uncropped variants, and whether its URLs last. */
export async function imgSnippet(image) {
  const responsive = uncropped(image);
  const variants = responsive.length ? responsive : image.variants;
  const links = await Promise.all(variants.map((variant) => shareableUrl(image, variant)));
  const widest = variants.reduce((best, variant) => (variant.width > best.width ? variant : best));
  // created in a separate document so that the browser does not load it
  const img = document.implementation.createHTMLDocument().createElement("img");
  img.setAttribute("src", links[variants.indexOf(widest)].url);
  if (responsive.length > 1) {
    const srcset = responsive.map((variant, index) => `${links[index].url} ${variant.width}w`);
    img.setAttribute("srcset", srcset.join(", "));
    img.setAttribute("sizes", `(max-width: ${widest.width}px) 100vw, ${widest.width}px`);
  }
  img.setAttribute("width", widest.width);
  img.setAttribute("height", widest.height);
  img.setAttribute("alt", "");
  return { text: img.outerHTML, permanent: links.every(({ permanent }) => permanent) };
}
