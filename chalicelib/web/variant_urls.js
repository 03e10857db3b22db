/** Where a variant can be fetched: for this page, and for somebody else's page. */

import { ROOT } from "./api.js";
import { whole } from "./variant_choice.js";

let isPublic = null;

/**
 * The variant's lasting address if it has one that works without a token, else its short-lived signed
 * one. `lasting` says which.
 */
export async function address(image, variant) {
  // a CDN's URLs carry no signature
  if (!new URL(variant.url).search) return { url: variant.url, lasting: true };
  const stable = new URL(`images/${image.id}/variants/${variant.name}`, ROOT).href;
  isPublic ??= answersEverybody(stable);
  const lasting = await isPublic;
  return { url: lasting ? stable : variant.url, lasting };
}

/** The service redirects to the file, or asks for a token: PUBLIC_VARIANTS decides. */
async function answersEverybody(url) {
  const response = await fetch(url, { redirect: "manual", credentials: "omit" }).catch(() => null);
  return response?.type === "opaqueredirect";
}

/** The `<img>` to paste into a page, with a srcset of the variants that show the whole picture. */
export async function snippet(image) {
  const shaped = whole(image);
  const offered = shaped.length ? shaped : image.variants;
  const found = await Promise.all(offered.map((variant) => address(image, variant)));
  const widest = offered.reduce((best, variant) => (variant.width > best.width ? variant : best));
  // made in a document of its own, where it does not load
  const picture = document.implementation.createHTMLDocument().createElement("img");
  picture.setAttribute("src", found[offered.indexOf(widest)].url);
  if (shaped.length > 1) {
    const srcset = shaped.map((variant, at) => `${found[at].url} ${variant.width}w`);
    picture.setAttribute("srcset", srcset.join(", "));
    picture.setAttribute("sizes", `(max-width: ${widest.width}px) 100vw, ${widest.width}px`);
  }
  picture.setAttribute("width", widest.width);
  picture.setAttribute("height", widest.height);
  picture.setAttribute("alt", "");
  return { text: picture.outerHTML, lasting: found.every(({ lasting }) => lasting) };
}

/** Save under a name that says what it is; where the storage refuses the page, show it instead. */
export async function download(image, variant) {
  const response = await fetch(variant.url).catch(() => null);
  if (!response?.ok) {
    open(variant.url, "_blank", "noopener");
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = filename(image, variant);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function filename(image, variant) {
  const stem = image.filename.replace(/\.[^.]*$/, "");
  const extension = variant.content_type.split("/")[1].replace("jpeg", "jpg");
  return `${stem}-${variant.name}.${extension}`;
}
