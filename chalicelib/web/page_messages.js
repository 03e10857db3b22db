/** The texts for problems, with those that visitors of other websites cannot meet. Touches no DOM. */

import { canRetry, errorMessage } from "../embed/messages.js";

// Codes for which the same request can succeed later. Only their texts say "try again".
const RETRYABLE = {
  insufficient_scope: "Your access token doesn't allow this. Change the token and try again.",
  invalid_token: "Your access token isn't valid. Change the token and try again.",
  not_authenticated: "This service requires an access token. Enter a token and try again.",
};

// For all others, the image or the request is at fault.
const FINAL = {
  image_erased: "This image was erased.",
  image_not_found: "This image no longer exists. It may have been deleted.",
  not_found: "This no longer exists. Reload the page.",
  object_not_found: "The original file no longer exists, so the image can't be processed.",
  source_unreadable: "The stored file can't be read at the moment. Ask the service's operator.",
};

const TEXTS = { ...RETRYABLE, ...FINAL };

/** Whether the page offers to try again. */
export function canTryAgain(problem) {
  return Object.hasOwn(TEXTS, problem.code) ? Object.hasOwn(RETRYABLE, problem.code) : canRetry(problem);
}

/** Return the text for a problem. For an unknown code, this is the `detail` of the API response. */
export function problemMessage(problem) {
  return Object.hasOwn(TEXTS, problem.code) ? TEXTS[problem.code] : errorMessage(problem);
}
