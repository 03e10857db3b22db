/** Creates uploads as the component's attributes say. */

import { checkSize, checkType, sizeInBytes } from "./file_rules.js";
import { resized } from "./resize.js";
import { fill } from "./texts.js";
import { Upload } from "./upload.js";

/** Return the files that fit, as `taken`, and a `note` if some do not. `uploads` are those that exist. */
export function limited(files, folders, { multiple, maxFiles, uploads }, texts) {
  const max = multiple ? Number(maxFiles) || Infinity : 1;
  const taken = files.slice(0, Math.max(0, max - uploads.length));
  if (taken.length < files.length) return { taken, note: max === 1 ? texts.onlyOne : fill(texts.tooMany, { max }) };
  return { taken, note: folders ? texts.folders : "" };
}

/** Return the upload of a file. Its `client` is that of `Upload`. It has failed already if the file is refused. */
export function newUpload(file, client, { accept, maxSize, resize, variants }, texts) {
  const longest = Number(resize) || 0;
  const check = (each) => checkSize(each, sizeInBytes(maxSize), texts);
  const prepare = async (original) => {
    const prepared = longest > 0 ? await resized(original, longest) : original;
    check(prepared);
    return prepared;
  };
  const upload = new Upload(client, file, { variants: words(variants), prepare });
  try {
    checkType(file, accept);
    // an image that will be resized may be small enough then
    if (!longest) check(file);
  } catch (problem) {
    upload.refuse(problem);
  }
  return upload;
}

/** Return the upload of a file that has arrived before. `created` is the response that it got then. */
export function earlierUpload(client, { created, name, size }) {
  const state = created.status_url ? "waiting" : "uploaded";
  return Object.assign(new Upload(client, { name, size }), { created, isSent: true, state });
}

/** Split a list in an attribute, separated by spaces or commas. */
export function words(text) {
  return String(text ?? "").split(/[\s,]+/).filter(Boolean);
}
