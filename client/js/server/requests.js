/** What visitors may request, and what of it reaches the service. */

import { Problem } from './problem.js';

const isText = (value) => typeof value === 'string';
const FIELDS = {
  filename: [isText, 'a string'],
  size: [(value) => Number.isSafeInteger(value) && value >= 0, 'the number of bytes'],
  content_type: [isText, 'a string'],
  variants: [(value) => Array.isArray(value) && value.every(isText), 'a list of names'],
  multipart: [(value) => typeof value === 'boolean', 'true or false'],
};
const REQUIRED = ['filename', 'size'];

/**
 * Return the fields of a request for an upload that are the visitor's to choose. All others are left out, so that a
 * newer component works with this server. `variants` are the names that the site allows, and `maxBytes` is the size;
 * without them, the service decides. Throws a Problem.
 */
export function uploadRequest(body, { variants, maxBytes = Infinity }) {
  const upload = checked(body);
  if (upload.size === 0) {
    throw new Problem({ status: 400, code: 'empty_file', field: 'size', detail: 'The file is empty.' });
  }
  if (upload.size > maxBytes) {
    const detail = `The file has ${upload.size} bytes; the limit is ${maxBytes} bytes.`;
    throw new Problem({ status: 413, code: 'size_too_large', field: 'size', detail });
  }
  const { variants: requested, ...others } = upload;
  const chosen = requested?.length ? allowed(requested, variants) : variants;
  return { ...others, ...(chosen && { variants: chosen }) };
}

/** Return the key of a request for an upload that has begun. Throws a Problem. */
export function keyOf(body) {
  if (!isText(body.key)) {
    throw invalidField('key', 'key must be that of the status URL.');
  }
  return body.key;
}

function checked(body) {
  const names = Object.keys(FIELDS).filter((name) => REQUIRED.includes(name) || body[name] != null);
  for (const name of names) {
    const [isValid, expected] = FIELDS[name];
    if (!isValid(body[name])) throw invalidField(name, `${name} must be ${expected}.`);
  }
  return Object.fromEntries(names.map((name) => [name, body[name]]));
}

function allowed(requested, variants) {
  const unknown = requested.find((name) => variants && !variants.includes(name));
  if (unknown !== undefined) {
    const detail = `There is no preset named ${JSON.stringify(unknown)} here.`;
    throw new Problem({ status: 400, code: 'unknown_preset', field: 'variants', detail });
  }
  return requested;
}

function invalidField(field, detail) {
  return new Problem({ status: 400, code: 'invalid_field', field, detail });
}
