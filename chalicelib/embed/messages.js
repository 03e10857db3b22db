/** The texts for error codes, and whether to try again. Touches no DOM. */

// Codes for which the same request can succeed later. Only their texts say "try again", and only they get the
// button.
const RETRYABLE = {
  checksum_mismatch: "The file was damaged during the upload. Try again.",
  form_expired: "The upload took too long to start and is no longer permitted. Try again.",
  insufficient_scope: "Your access token doesn't allow this. Change the token and try again.",
  internal_error: "Something went wrong on the server. Try again later.",
  invalid_token: "Your access token isn't valid. Change the token and try again.",
  key_mismatch: "The file was stored under an unexpected name. Try again.",
  network: "The connection failed. Check your network and try again.",
  not_authenticated: "This service requires an access token. Enter a token and try again.",
  out_of_time: "Processing took too long. Try again, or use a smaller image.",
  not_allowed: "You are not allowed to upload images here. Sign in or reload the page, and try again.",
  origin_refused: "The storage does not accept uploads from this website. Tell the operator of this website, or try again later.",
  page_error: "Something went wrong on this page. Try again, or reload the page.",
  processing_failed: "The service could not process this image. Try again, or ask its operator why.",
  quota_exceeded: "You have reached the upload limit. Try again later.",
  request_in_progress: "The service is still working on an earlier request. Try again in a moment.",
  service_unavailable: "The service is temporarily unavailable. Try again in a moment.",
  size_mismatch: "The uploaded file doesn't have the expected size. Try again.",
  storage_refused: "The storage rejected the file. Try again.",
  throttled: "Too many requests. Wait a moment and try again.",
  type_mismatch: "The file was uploaded with an unexpected content type. Try again.",
  upload_expired: "The file never arrived. Try again.",
};

// All others: the file, the request or the service's setup is at fault.
const FINAL = {
  animation_too_large: "The frames of this animation have too many pixels in total. Use fewer or smaller frames.",
  blocked_by_policy: "This website blocks the connection to its image storage. Tell its operator.",
  configuration_error: "The service is not set up correctly. Contact its operator.",
  content_refused: "This image shows content that isn't allowed here. Use a different image.",
  corrupt_image: "This image file is damaged or incomplete. Use an intact copy.",
  empty_file: "This file is empty. Choose a different one.",
  endpoint_unusable: "This website cannot accept images at the moment. Tell its operator.",
  file_too_large: "This file is too large. Use a smaller one.",
  image_erased: "This image was erased.",
  image_not_found: "This image no longer exists. It may have been deleted.",
  invalid_filename: "The service can't store a file with this name. Rename the file.",
  not_found: "This no longer exists. Reload the page.",
  object_not_found: "The original file no longer exists, so the image can't be processed.",
  own_output: "Darkroom created this file from another image. Upload the original instead.",
  size_too_large: "This file is too large. Use a smaller one.",
  source_unreadable: "The stored file can't be read at the moment. Ask the service's operator.",
  too_many_frames: "This animation has too many frames. Use a shorter one.",
  too_complex: "This image has too many pixels. Use a smaller version.",
  unknown_preset: "One of the selected sizes is no longer available. Reload the page.",
  unsupported_content_type: "This file isn't an image we support. Use JPEG, PNG, WebP, GIF, AVIF, HEIC, TIFF or BMP.",
  unsupported_format: "This file isn't an image we support. Use JPEG, PNG, WebP, GIF, AVIF, HEIC, TIFF or BMP.",
};

const MESSAGES = { ...RETRYABLE, ...FINAL };

/** Whether the page offers to try again. */
export function canRetry(problem) {
  return problem.code in RETRYABLE || (!(problem.code in FINAL) && problem.transient === true);
}

/** Return the text to show while a failed request is retried. */
export function retryingMessage(problem) {
  if (problem.code === "offline") return "You are offline. The upload continues when the connection is back.";
  if (problem.code === "network") return "Connection problem. Retrying…";
  if (problem.code === "request_in_progress") return "Still working on an earlier request. Retrying…";
  if (problem.status === 429) return "Too many requests. Retrying…";
  return "The service is temporarily unavailable. Retrying…";
}

/** Return the text for a problem. For an unknown code, this is the `detail` of the API response. */
export function errorMessage(problem) {
  return MESSAGES[problem.code] ?? problem.detail ?? "Something went wrong.";
}
