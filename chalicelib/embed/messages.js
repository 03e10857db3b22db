/** The texts for problems, and whether to try again. Touches no DOM. */

import { fill } from "./texts.js";
import { ENGLISH } from "./texts_en.js";

// Codes for which the same request can succeed later. Only their texts say "try again", and only they get the
// button. For all others that have a text, the file, the request or the service's setup is at fault.
const RETRYABLE = new Set([
  "checksum_mismatch",
  "form_expired",
  "internal_error",
  "key_mismatch",
  "network",
  "origin_refused",
  "out_of_time",
  "page_error",
  "processing_failed",
  "quota_exceeded",
  "service_unavailable",
  "size_mismatch",
  "storage_refused",
  "throttled",
  "type_mismatch",
  "upload_expired",
]);

/** Whether to offer to try again. */
export function canRetry(problem) {
  return RETRYABLE.has(problem.code) || (!Object.hasOwn(ENGLISH.errors, problem.code) && problem.transient === true);
}

/** Return the text to show while a failed request is retried. */
export function retryingMessage(problem, texts = ENGLISH) {
  if (problem.code === "offline") return texts.retryingOffline;
  if (problem.code === "network") return texts.retryingNetwork;
  return problem.status === 429 ? texts.retryingThrottled : texts.retryingService;
}

/** Return the text for a problem. For an unknown code, this is the `detail` of the API response. */
export function errorMessage(problem, texts = ENGLISH) {
  const isKnown = Object.hasOwn(texts.errors, problem.code);
  const text = isKnown ? texts.errors[problem.code] : (problem.detail ?? texts.otherError);
  const limit = problem.values?.limit ? ` ${texts.limit}` : "";
  return fill(text + limit, problem.values);
}
