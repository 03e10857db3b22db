/** The texts for error codes. */

import { h } from "./dom.js";

/** Shown while a failed request is retried. */
export const RETRYING = "Connection problem. Retrying…";

const MESSAGES = {
  animation_too_large: "The frames of this animation have too many pixels in total. Use fewer or smaller frames.",
  checksum_mismatch: "The file was damaged during the upload. Upload it again.",
  configuration_error: "The service is not set up correctly. Contact its operator.",
  content_refused: "This image shows content that isn't allowed here. Use a different image.",
  corrupt_image: "This image file is damaged or incomplete. Use an intact copy.",
  empty_file: "This file is empty. Choose a different one.",
  file_too_large: "This file is too large. Use a smaller one.",
  form_expired: "The upload took too long to start and is no longer permitted. Try again.",
  image_not_found: "This image no longer exists. It may have been deleted.",
  insufficient_scope: "Your access token doesn't allow this. Use a token with more permissions.",
  internal_error: "Something went wrong on the server. Try again later.",
  invalid_filename: "The service can't store a file with this name. Rename the file and try again.",
  invalid_token: "Your access token isn't valid. Enter a different one.",
  key_mismatch: "The file was stored under an unexpected name. Upload it again.",
  network: "The connection failed. Check your network and try again.",
  not_authenticated: "This service requires an access token.",
  not_found: "This no longer exists. Reload the page.",
  out_of_time: "Processing took too long. Upload the image again, or use a smaller one.",
  own_output: "Darkroom created this file from another image. Upload the original instead.",
  processing_failed: "The service could not process this image. Ask its operator why.",
  quota_exceeded: "You have reached the upload limit. Try again later.",
  service_unavailable: "The service is temporarily unavailable. Try again in a moment.",
  size_mismatch: "The uploaded file doesn't have the expected size. Upload it again.",
  size_too_large: "This file is too large. Use a smaller one.",
  source_unreadable: "The stored file can't be read at the moment. Ask the service's operator.",
  storage_refused: "The storage rejected the file. Try again.",
  throttled: "Too many requests. Wait a moment and try again.",
  too_many_frames: "This animation has too many frames. Use a shorter one.",
  too_complex: "This image has too many pixels. Use a smaller version.",
  type_mismatch: "The file was uploaded with an unexpected content type. Upload it again.",
  unknown_preset: "One of the selected sizes is no longer available. Reload the page.",
  unsupported_content_type: "This file isn't an image we support. Use JPEG, PNG, WebP, GIF, AVIF, HEIC, TIFF or BMP.",
  unsupported_format: "This file isn't an image we support. Use JPEG, PNG, WebP, GIF, AVIF, HEIC, TIFF or BMP.",
  unusable_key: "The file name is too long. Rename the file and try again.",
  upload_expired: "The file never arrived. Upload it again.",
};

/** Return the text for a problem. For an unknown code, this is the `detail` of the API response. */
export function errorMessage(problem) {
  return MESSAGES[problem.code] ?? problem.detail ?? "Something went wrong.";
}

/** Show the text for a problem, followed by its code and by the API's `detail` if that adds something. */
export function errorElement(problem) {
  const message = errorMessage(problem);
  const hasDetail = problem.detail && !problem.unauthorized && !message.startsWith(problem.detail);
  const detail = hasDetail ? ` ${problem.detail}` : "";
  return h(
    "div",
    { className: "problem" },
    h("p", {}, message),
    h("p", { className: "cause" }, h("code", {}, problem.code), detail),
  );
}
