/** Talks to a site's own endpoint, which returns upload forms, and reads an image's status. */

import { requestJson } from "./http.js";
import { untilProcessed } from "./polling.js";
import { Problem } from "./problem.js";
import { withRetry } from "./retry.js";

const ATTEMPTS = 5;
const SITE = { host: "The site", codeFor: codeForStatus, notJson: "endpoint_unusable" };
const SERVICE = { host: "The service" };

export class Endpoint {
  #url;
  #headers;

  /** `url` may be relative to the page. `headers()` returns additional headers for requests to it. */
  constructor(url, headers = () => ({})) {
    this.#url = url;
    this.#headers = headers;
  }

  /** Request an upload form. Returns the response: `id`, `upload`, and possibly `status_url` and `value`. */
  async create(body, { signal, onRetry }) {
    const created = await this.#post("", body, { signal, onRetry });
    if (!isComplete(created)) throw unusable("returned no id or no upload form");
    return created;
  }

  /** Return the parts of an upload, with new URLs for those that are missing. */
  parts({ id, status_url: url }, options) {
    return this.#post(`/${id}/parts`, { key: keyOf(url) }, options);
  }

  /** Complete an upload whose parts have all arrived. Returns the image's document. */
  complete({ id, status_url: url }, options) {
    return this.#post(`/${id}/complete`, { key: keyOf(url) }, options);
  }

  /**
   * Wait until the image has been processed, and return its document. Returns null if there is no status URL, or
   * if the status cannot be read: the image has arrived all the same.
   */
  async follow({ status_url: url, retryAfter: after }, options) {
    if (!url) return null;
    try {
      const read = (each) => withRetry(() => imageDocument(url, each), { attempts: ATTEMPTS, ...each });
      return await untilProcessed(read, { after, ...options });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      console.warn(`<darkroom-upload> cannot read the status of an image: ${problem.detail} (${problem.code})`);
      return null;
    }
  }

  /** Do nothing: a visitor may not delete images. The service removes those that got no file. */
  discard() {}

  #post(path, body, { signal, onRetry }) {
    if (!this.#url) throw unusable("is missing: set the attribute `endpoint`");
    if (!URL.canParse(this.#url, document.baseURI)) throw unusable(`is not a URL: ${this.#url}`);
    const url = new URL(this.#url, document.baseURI);
    if (path) url.pathname = url.pathname.replace(/\/$/, "") + path;
    const call = () => requestJson(url, { method: "POST", body, headers: this.#headers(), signal }, SITE);
    return withRetry(call, { attempts: ATTEMPTS, signal, onRetry });
  }
}

/** Return the document of an image. Throws a Problem, also for anything else that is JSON, which would never be ready. */
async function imageDocument(url, { signal }) {
  const image = await requestJson(url, { signal, credentials: "omit" }, SERVICE);
  if (!isText(image?.status)) throw new Problem({ code: "endpoint_unusable", detail: "The status URL returned no image" });
  return image;
}

/** Whether the response of an endpoint, which anyone may have written, has what an upload needs. */
function isComplete(created) {
  const { id, value, upload, multipart, status_url: statusUrl } = created ?? {};
  const isForm = [upload?.method, upload?.url].every(isText) && [upload.fields, upload.headers].every(isObject);
  const isPlan = Array.isArray(multipart?.parts) && isText(statusUrl);
  return isText(id) && (isText(value) || !value) && (isForm || isPlan);
}

function isText(value) {
  return typeof value === "string" && value !== "";
}

function isObject(value) {
  return typeof value === "object" && value !== null;
}

/** The key proves that this browser started the upload. */
function keyOf(statusUrl) {
  return new URL(statusUrl).searchParams.get("key");
}

/** The site's own server may respond with pages of its framework, which have no code. */
function codeForStatus(status) {
  if (status === 401 || status === 403) return "not_allowed";
  if (status === 413) return "file_too_large";
  if (status === 429) return "throttled";
  return status >= 500 ? "internal_error" : "endpoint_unusable";
}

function unusable(reason) {
  return new Problem({ code: "endpoint_unusable", detail: `The upload endpoint ${reason}` });
}
