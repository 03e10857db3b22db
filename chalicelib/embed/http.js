/** Sends JSON requests with fetch. Every failure is thrown as a Problem. */

import { networkProblem, Problem } from "./problem.js";

// Longer than API Gateway lets any request take.
const TIMEOUT_MS = 40_000;

/**
 * Send one request. Return the parsed response, or null if it has no body. If it asks to wait, `retryAfter` in it is
 * the number of seconds. `host` is how the text of a network error calls the other side; `codeFor(status)` returns the
 * code of an error response that has none of its own; `notJson` is the code for a response that is not JSON.
 */
export async function requestJson(url, { method, body, headers, signal, credentials }, { host, codeFor = defaultCode, notJson = "network" }) {
  try {
    const response = await fetch(url, {
      method,
      credentials,
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]),
      body: body && JSON.stringify(body),
      headers: { ...headers, ...(body && { "Content-Type": "application/json" }) },
    });
    if (!response.ok) throw await problemFrom(response, host, codeFor);
    return response.status === 204 ? null : withRetryAfter(await response.json(), response);
  } catch (error) {
    signal?.throwIfAborted();
    // the HTML page of a proxy, for example
    if (error instanceof SyntaxError) throw new Problem({ code: notJson, detail: `${host} did not respond with JSON` });
    const isBroken = error instanceof TypeError || error.name === "TimeoutError";
    throw isBroken ? networkProblem(host) : error;
  }
}

async function problemFrom(response, host, codeFor) {
  // a proxy may respond with a page that is not JSON
  const { code, detail, field } = (await response.json().catch(() => null)) ?? {};
  return new Problem({
    code: textOr(code, codeFor(response.status)),
    // frameworks put lists and objects there
    detail: textOr(detail, `${host} responded with HTTP status ${response.status}`),
    field: textOr(field, null),
    status: response.status,
    ...retryAfter(response),
  });
}

function withRetryAfter(document, response) {
  return { ...document, ...retryAfter(response) };
}

/** The seconds to wait that the response asks for, if it does. */
function retryAfter({ headers }) {
  const seconds = Number(headers.get("Retry-After"));
  return seconds > 0 ? { retryAfter: seconds } : {};
}

function textOr(value, otherwise) {
  return typeof value === "string" ? value : otherwise;
}

function defaultCode(status) {
  return status === 401 ? "not_authenticated" : "internal_error";
}
