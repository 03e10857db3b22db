/** Chooses the URLs of variants to share with others. */

import { ROOT } from "./api.js";
import { earliestOf, expiry } from "./url_expiry.js";

const MIN_LIFETIME_MS = 60_000;

let redirectsArePublic = null;

/** Return the image, or a newer document of it from `refresh(image)` if its URLs are about to expire. */
export async function withLastingUrls(image, refresh) {
  const expires = earliestOf(image.variants.map(({ url }) => expiry(url)));
  return expires !== null && expires < Date.now() + MIN_LIFETIME_MS ? refresh(image) : image;
}

/**
 * Return the variant's permanent URL if it works without a token, otherwise its signed URL, and when that
 * expires in milliseconds since 1970. `expires` is null for a permanent URL.
 */
export async function shareableUrl(image, variant) {
  const expires = expiry(variant.url);
  if (expires === null) return { url: variant.url, expires };
  const redirect = new URL(`images/${image.id}/variants/${fileName(image, variant)}`, ROOT).href;
  redirectsArePublic ??= isPublic(redirect);
  return (await redirectsArePublic) ? { url: redirect, expires: null } : { url: variant.url, expires };
}

/** Return the variant's name, with its extension if several formats share the name. */
function fileName({ variants }, { name, url }) {
  const isUnique = variants.filter((each) => each.name === name).length === 1;
  return isUnique ? name : `${name}.${new URL(url).pathname.split(".").at(-1)}`;
}

/** Check whether the service redirects to the file without a token. The PUBLIC_VARIANTS setting decides. */
async function isPublic(url) {
  const response = await fetch(url, { redirect: "manual", credentials: "omit" }).catch(() => null);
  return response?.type === "opaqueredirect";
}
