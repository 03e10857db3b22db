/** Chooses the URL of a variant to share with others. */

import { ROOT } from "./api.js";

let redirectsArePublic = null;

/**
 * Return the variant's permanent URL if it works without a token, otherwise its signed URL, which expires.
 * `permanent` tells which of the two it is.
 */
export async function shareableUrl(image, variant) {
  // URLs of a CDN carry no signature
  if (!new URL(variant.url).search) return { url: variant.url, permanent: true };
  const redirect = new URL(`images/${image.id}/variants/${variant.name}`, ROOT).href;
  redirectsArePublic ??= isPublic(redirect);
  const permanent = await redirectsArePublic;
  return { url: permanent ? redirect : variant.url, permanent };
}

/** Check whether the service redirects to the file without a token. The PUBLIC_VARIANTS setting decides. */
async function isPublic(url) {
  const response = await fetch(url, { redirect: "manual", credentials: "omit" }).catch(() => null);
  return response?.type === "opaqueredirect";
}
