/** Errors as responses (RFC 9457). */

const TITLES = {
  400: 'Bad Request',
  403: 'Forbidden',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  502: 'Bad Gateway',
};

/**
 * An error that visitors get to see. `reason` is for the site's log only: it is not part of the response.
 */
export class Problem extends Error {
  constructor({ status, code, detail, field = null, title = TITLES[status], headers = {}, reason = null }) {
    super(detail);
    Object.assign(this, { status, code, detail, field, title, headers, reason });
  }

  /** Return the response with this problem. */
  response() {
    const { status, code, detail, field, title, headers } = this;
    const body = { type: 'about:blank', title, status, detail, code, ...(field && { field }) };
    return jsonResponse(body, { status, headers: { 'Content-Type': 'application/problem+json', ...headers } });
  }
}

/** Return the problem of a site that is not set up correctly. Only the site's log has the reason. */
export function misconfigured(reason) {
  const detail = 'Uploads are not set up correctly on this site. Its log has the reason.';
  return new Problem({ status: 502, code: 'configuration_error', detail, reason });
}

/** Return the problem of a service that does not answer, or not as expected. */
export function unavailable(reason, retryAfter) {
  return new Problem({
    status: 502,
    code: 'service_unavailable',
    detail: 'Uploads are temporarily unavailable. Try again in a moment.',
    headers: { 'Retry-After': retryAfter ?? '1' },
    reason,
  });
}

/** Return a response with JSON that no cache stores: it contains signed URLs. */
export function jsonResponse(body, { status = 200, headers = {} } = {}) {
  const common = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };
  return new Response(JSON.stringify(body), { status, headers: { ...common, ...headers } });
}
