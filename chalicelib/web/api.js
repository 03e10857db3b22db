/** Calls the service's API with fetch. Every failure is thrown as a Problem. */

import { requestJson } from "../embed/http.js";
import { withRetry } from "../embed/retry.js";

/** The root of the API. The page's files are served two levels below it, wherever it is mounted. */
export const ROOT = new URL("../../", import.meta.url);

// About twenty seconds with the waits in between: longer than a deployment or a crashed instance takes.
const ATTEMPTS = 8;
const HOST = { host: "The service" };

export class Api {
  #accessToken;

  constructor(accessToken) {
    this.#accessToken = accessToken;
  }

  presets() {
    return this.#call("GET", "presets");
  }

  /** List images. `query` has the parameters of the API; empty ones are left out. */
  list(query, options) {
    const parameters = Object.entries(query).filter(([, value]) => value);
    return this.#call("GET", `images?${new URLSearchParams(parameters)}`, options);
  }

  get(id, options) {
    return this.#call("GET", `images/${encodeURIComponent(id)}`, options);
  }

  /** Get a new image by its status URL, which needs no check of a token, or by its id once that URL has expired. */
  async status({ id, status_url: url }, options) {
    try {
      // The service may not know behind which host and path it is reached.
      return await this.#call("GET", `status/${encodeURIComponent(id)}${new URL(url).search}`, options);
    } catch (problem) {
      if (problem.status !== 403) throw problem;
      return this.get(id, options);
    }
  }

  /** Create an image. `key` is an idempotency key: retries with the same key return the same image. */
  create(request, { key, ...options }) {
    return this.#call("POST", "images", { ...options, body: request, headers: { "Idempotency-Key": key } });
  }

  /** Return the parts of a multipart upload, with new URLs for those that are missing. */
  parts(id, { signal, onRetry }) {
    return this.#call("POST", `images/${encodeURIComponent(id)}/parts`, { signal, onRetry });
  }

  /** Complete a multipart upload. Returns the image. */
  complete(id, { signal, onRetry }) {
    return this.#call("POST", `images/${encodeURIComponent(id)}/complete`, { signal, onRetry });
  }

  /** Change an image's metadata by a JSON merge patch (RFC 7396). Returns the image. */
  update(id, metadata) {
    return this.#call("PATCH", `images/${encodeURIComponent(id)}`, { body: { metadata } });
  }

  /** Request that the image is rendered again, with the changes in `body`. Returns the image. */
  reprocess(id, body) {
    return this.#call("POST", `images/${encodeURIComponent(id)}/reprocess`, { body });
  }

  /** Delete an image. Succeeds if the image no longer exists. */
  async delete(id) {
    try {
      await this.#call("DELETE", `images/${encodeURIComponent(id)}`);
    } catch (problem) {
      if (problem.status !== 404) throw problem;
    }
  }

  #call(method, path, { signal, onRetry, ...options } = {}) {
    const call = () => this.#authorized(method, path, { signal, ...options });
    return withRetry(call, { attempts: ATTEMPTS, signal, onRetry });
  }

  /** Send the request. On a 401, ask the user for a token and send it again. */
  async #authorized(method, path, options) {
    const token = this.#accessToken.value;
    try {
      return await request(method, path, token, options);
    } catch (problem) {
      if (!problem.unauthorized) throw problem;
      // the user may have entered a new token while this request was in flight
      const renewed = token !== this.#accessToken.value || (await this.#accessToken.prompt(promptMessage(token)));
      if (!renewed) throw problem;
      return this.#authorized(method, path, options);
    }
  }
}

function promptMessage(token) {
  return token
    ? "The service rejected this token. Check it, or enter a different one."
    : "This service requires an access token.";
}

function request(method, path, token, { headers, ...options }) {
  const authorization = token && { Authorization: `Bearer ${token}` };
  return requestJson(new URL(path, ROOT), { method, headers: { ...headers, ...authorization }, ...options }, HOST);
}
