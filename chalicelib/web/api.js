/** The service's API over fetch. Every failure is a Problem. */

import { patiently } from "./retry.js";
import { networkProblem, Problem } from "./problem.js";

/** The page's files lie two levels below the API, wherever that is mounted. */
export const ROOT = new URL("../../", import.meta.url);

// With the waits between them some twenty seconds: longer than a deployment or a failing instance takes,
// and than the service waits for a first request that was cut short.
const ATTEMPTS = 8;

export class Api {
  #access;

  constructor(access) {
    this.#access = access;
  }

  presets() {
    return this.#call("GET", "presets");
  }

  list(cursor, limit, options) {
    const query = new URLSearchParams({ limit, ...(cursor && { cursor }) });
    return this.#call("GET", `images?${query}`, options);
  }

  get(id, options) {
    return this.#call("GET", `images/${encodeURIComponent(id)}`, options);
  }

  /** `key` makes the call safe to repeat: the service answers the same key with the same image. */
  create(request, { key, ...options }) {
    return this.#call("POST", "images", { ...options, body: request, headers: { "Idempotency-Key": key } });
  }

  async delete(id) {
    try {
      await this.#call("DELETE", `images/${encodeURIComponent(id)}`);
    } catch (problem) {
      if (problem.status !== 404) throw problem;
    }
  }

  #call(method, path, { signal, onWait, ...options } = {}) {
    const call = () => this.#authorized(method, path, { signal, ...options });
    return patiently(call, { attempts: ATTEMPTS, signal, onWait });
  }

  async #authorized(method, path, options) {
    const used = this.#access.token;
    try {
      return await request(method, path, used, options);
    } catch (problem) {
      if (!problem.refused) throw problem;
      // somebody else may have been asked while this call was on its way
      const renewed = used !== this.#access.token || (await this.#access.ask(refusal(used)));
      if (!renewed) throw problem;
      return this.#authorized(method, path, options);
    }
  }
}

function refusal(token) {
  return token ? "The service does not accept this token." : "The service asks for an access token.";
}

/** Return the answer's document, or null where it has none. */
async function request(method, path, token, { body, headers, signal }) {
  try {
    const response = await fetch(new URL(path, ROOT), {
      method,
      signal,
      body: body && JSON.stringify(body),
      headers: {
        ...headers,
        ...(body && { "Content-Type": "application/json" }),
        ...(token && { Authorization: `Bearer ${token}` }),
      },
    });
    if (!response.ok) throw await problemOf(response);
    return response.status === 204 ? null : await response.json();
  } catch (error) {
    signal?.throwIfAborted();
    // no answer, one that broke off, or a page of whatever stands between
    const broken = error instanceof TypeError || error instanceof SyntaxError;
    throw broken ? networkProblem("The service") : error;
  }
}

async function problemOf(response) {
  // what stands between may answer with a page of its own
  const { code, detail } = await response.json().catch(() => ({}));
  return new Problem({
    code: code ?? (response.status === 401 ? "not_authenticated" : "internal_error"),
    detail: detail ?? `The service answered ${response.status}`,
    status: response.status,
    retryAfter: Number(response.headers.get("Retry-After")) || null,
  });
}
