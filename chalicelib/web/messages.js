/** Numbers and errors as people say them. */

const UNITS = ["bytes", "KB", "MB", "GB"];

/** 10190 -> "10 KB". Units of a thousand, as file managers and shops show them. */
export function bytes(count) {
  const power = count < 1000 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), UNITS.length - 1);
  const value = count / 1000 ** power;
  return `${power && value < 10 ? value.toFixed(1) : Math.round(value)} ${UNITS[power]}`;
}

/** "4032 × 3024", or nothing while the sides are unknown. */
export function sides(picture) {
  return picture.width ? `${picture.width} × ${picture.height}` : "";
}

/** What `size` saves of `original`: "saves 303 KB, 97 %"; nothing where it does not. */
export function saved(size, original) {
  const share = original ? 1 - size / original : 0;
  if (share < 0.005) return "";
  // 99.97 must not read as 100: something is left
  const percent = share > 0.99 ? Math.min(Math.floor(share * 1000) / 10, 99.9) : Math.round(share * 100);
  return `saves ${bytes(original - size)}, ${percent} %`;
}

/** How long ago, or the day. `moment` as the API writes it. */
export function when(moment) {
  return new Date(moment).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** "1 picture", "3 pictures". */
export function pictures(count) {
  return `${count} ${count === 1 ? "picture" : "pictures"}`;
}

/** What is said while a connection is waited for. */
export const TRYING_AGAIN = "The connection failed; trying again …";

const PLAIN = {
  animation_too_large: "This animation has too many pixels over all of its frames.",
  checksum_mismatch: "The file arrived damaged.",
  configuration_error: "The service is not set up completely. Its operator has to mend that.",
  content_refused: "The picture shows something that is not accepted here.",
  corrupt_image: "The file is damaged: it begins like a picture, but cannot be read to its end.",
  empty_file: "The file is empty.",
  file_too_large: "The file is too large.",
  form_expired: "The upload took too long to begin, and its permission ran out.",
  image_not_found: "This picture is not there any more.",
  internal_error: "Something failed in the service.",
  invalid_filename: "The service cannot store a file of this name. Rename it and try again.",
  insufficient_scope: "Your access token does not allow this.",
  invalid_token: "The service does not accept your access token.",
  key_mismatch: "The storage holds this file under another name than agreed.",
  network: "The connection failed.",
  not_authenticated: "The service asks for an access token.",
  not_found: "This is not there any more.",
  out_of_time: "The picture took too long.",
  own_output: "This file is a variant that Darkroom has made. Send the original.",
  service_unavailable: "The service cannot answer at the moment.",
  size_mismatch: "Not the whole file arrived, or more than it.",
  size_too_large: "The file is too large.",
  storage_refused: "The storage refused the file.",
  throttled: "Too many requests at once. Wait a moment.",
  too_many_frames: "This animation has too many frames.",
  too_many_pixels: "The picture has too many pixels.",
  type_mismatch: "The file is of another kind than it said.",
  unknown_preset: "The service does not have one of the chosen sizes any more. Reload the page.",
  unsupported_content_type: "This is no picture of a kind that Darkroom reads.",
  unsupported_format: "This is no picture, or none of a kind that Darkroom reads.",
  unusable_key: "The name of the file is too long.",
  upload_expired: "The file never arrived.",
};

const OF_THE_FILE = new Set([
  "animation_too_large",
  "content_refused",
  "corrupt_image",
  "empty_file",
  "file_too_large",
  "invalid_filename",
  "own_output",
  "size_too_large",
  "too_many_frames",
  "too_many_pixels",
  "unsupported_content_type",
  "unsupported_format",
  "unusable_key",
]);

/** The file is what is wrong: sending it once more would end the same way. */
export function isOfTheFile(problem) {
  return OF_THE_FILE.has(problem.code);
}

/** What a problem means, in a sentence; unknown codes speak with the service's own. */
export function plain(problem) {
  return PLAIN[problem.code] ?? problem.detail ?? "Something failed.";
}
