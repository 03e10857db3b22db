/** Finds out why a request to another origin failed. Browsers report all reasons as the same network error. */

import { isOffline } from "./network.js";
import { Problem } from "./problem.js";

const blockedOrigins = new Set();

globalThis.document?.addEventListener("securitypolicyviolation", ({ disposition, effectiveDirective, blockedURI }) => {
  const isRequest = effectiveDirective === "connect-src" && URL.canParse(blockedURI);
  if (disposition === "enforce" && isRequest) blockedOrigins.add(new URL(blockedURI).origin);
});

/**
 * Return a more specific problem for a network error of a request to the URL, or the problem itself.
 * `isOriginAccepted` says whether the server is known to accept requests from this page, or may do so.
 */
export async function explained(problem, url, isOriginAccepted) {
  if (problem.code !== "network" || isOffline()) return problem;
  // the event about a blocked request may follow its error
  await new Promise((resolve) => setTimeout(resolve));
  const { origin } = new URL(url, location.href);
  if (blockedOrigins.has(origin)) return blockedByPolicy(origin);
  return !isOriginAccepted && (await responds(url)) ? refusedOrigin(origin) : problem;
}

/** Whether the server responds. Without CORS, no page may read the response, but any page can request it. */
async function responds(url) {
  const options = { method: "HEAD", mode: "no-cors", cache: "no-store", credentials: "omit" };
  return (await fetch(url, options).catch(() => null)) !== null;
}

function blockedByPolicy(origin) {
  return new Problem({
    code: "blocked_by_policy",
    detail: `The Content Security Policy of this page must allow ${origin} in connect-src`,
    values: { origin },
  });
}

function refusedOrigin(origin) {
  return new Problem({
    code: "origin_refused",
    detail:
      `The storage ${origin} does not accept uploads from ${location.origin}. ` +
      `Its operator can allow them: python -m ops deploy STAGE --origin ${location.origin}, ` +
      `or CORS_ORIGINS=${location.origin} for the local stack`,
    values: { origin: location.origin },
  });
}
