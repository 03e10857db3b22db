/** Errors as the API reports them (RFC 9457). */

/**
 * An error with a stable `code` for programs and a `detail` for people. `field` names the invalid part of the
 * request, if there is one. `values` are for the text that is shown.
 */
export class Problem extends Error {
  constructor({ code, detail, field = null, status = 0, retryAfter = null, values = {} }) {
    super(detail);
    Object.assign(this, { code, detail, field, status, retryAfter, values });
  }

  /** Whether the access token is missing or invalid. */
  get unauthorized() {
    return this.status === 401;
  }

  /** Whether a retry can help: after network errors, server errors and throttling. */
  get transient() {
    return this.code === "network" || this.status === 429 || this.status >= 500;
  }
}

export function networkProblem(host) {
  return new Problem({ code: "network", detail: `${host} could not be reached` });
}
