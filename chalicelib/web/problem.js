/** What went wrong, as the API says it (RFC 9457): a stable `code`, a `detail` for people. */
export class Problem extends Error {
  constructor({ code, detail, status = 0, retryAfter = null }) {
    super(detail);
    Object.assign(this, { code, detail, status, retryAfter });
  }

  /** There is no token, or not a good one. */
  get refused() {
    return this.status === 401;
  }

  /** Trying again can help: the connection, the service's own faults, too many requests, one cut short. */
  get transient() {
    const passing = ["network", "request_in_progress"].includes(this.code);
    return passing || this.status === 429 || this.status >= 500;
  }
}

export function networkProblem(what) {
  return new Problem({ code: "network", detail: `${what} could not be reached` });
}
