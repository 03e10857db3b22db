/** Errors as the API reports them (RFC 9457). */

const FILE_ERRORS = new Set([
  "animation_too_large",
  "content_refused",
  "corrupt_image",
  "empty_file",
  "file_too_large",
  "invalid_filename",
  "own_output",
  "size_too_large",
  "too_many_frames",
  "too_complex",
  "unsupported_content_type",
  "unsupported_format",
  "unusable_key",
]);

/** An error with a stable `code` for programs and a `detail` for people. */
export class Problem extends Error {
  constructor({ code, detail, status = 0, retryAfter = null }) {
    super(detail);
    Object.assign(this, { code, detail, status, retryAfter });
  }

  /** Whether the access token is missing or invalid. */
  get unauthorized() {
    return this.status === 401;
  }

  /** Whether a retry can help: after network errors, server errors, throttling and requests in progress. */
  get transient() {
    const retryable = ["network", "request_in_progress"].includes(this.code);
    return retryable || this.status === 429 || this.status >= 500;
  }

  /** Whether the file itself is at fault, so that uploading it again would fail the same way. */
  get isFileError() {
    return FILE_ERRORS.has(this.code);
  }
}

export function networkProblem(host) {
  return new Problem({ code: "network", detail: `${host} could not be reached` });
}
