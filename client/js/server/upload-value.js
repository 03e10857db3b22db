/**
 * Signs what a form submits instead of an image's id. The id is part of the image's URLs, so it proves nothing. A signed
 * value proves that this site has handed out the form for the image, not long ago.
 *
 * A value is `ID:TIME:SIGNATURE`, with the time in seconds since 1970 in hex. The Python package `darkroom` signs alike.
 */

const MAX_AGE_SECONDS = 86400;
const MIN_SECRET_LENGTH = 32;
const HMAC = { name: 'HMAC', hash: 'SHA-256' };
const VALUE = /^([A-Za-z0-9_-]{28}):([0-9a-f]{1,12}):([A-Za-z0-9_-]{43})$/;

/** The submitted value was not signed by this site, or it is too old. Ask the visitor to upload the image again. */
export class InvalidUploadValue extends Error {
  name = 'InvalidUploadValue';
}

/** Return the value for an image whose form is handed out now. */
export async function signedValue(id, secret) {
  const time = Math.floor(Date.now() / 1000).toString(16);
  const signature = await crypto.subtle.sign(HMAC, await keyFrom(secret, 'sign'), text(id, time));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(signature)));
  return `${id}:${time}:${base64.replaceAll('+', '-').replaceAll('/', '_').replace('=', '')}`;
}

/**
 * Return the id of the image whose value was submitted. Throws InvalidUploadValue.
 *
 * @param {string} value
 * @param {string} secret The option of the upload handler.
 * @param {{ maxAge?: number }} options
 */
export async function uploadedImage(value, secret, { maxAge = MAX_AGE_SECONDS } = {}) {
  const key = await keyFrom(secret, 'verify');
  const [, id, time, signature] = VALUE.exec(value) ?? [];
  if (!id || !(await crypto.subtle.verify(HMAC, key, decoded(signature), text(id, time)))) {
    throw new InvalidUploadValue('The uploaded image is not valid. Upload it again.');
  }
  if (Date.now() / 1000 - parseInt(time, 16) > maxAge) {
    throw new InvalidUploadValue('The uploaded image was not submitted in time. Upload it again.');
  }
  return id;
}

function keyFrom(secret, usage) {
  if (!(secret?.length >= MIN_SECRET_LENGTH)) {
    throw new TypeError(`The secret is too short. Use ${MIN_SECRET_LENGTH} random characters or more.`);
  }
  return crypto.subtle.importKey('raw', new TextEncoder().encode(secret), HMAC, false, [usage]);
}

function text(id, time) {
  return new TextEncoder().encode(`darkroom.upload:${id}:${time}`);
}

function decoded(base64url) {
  const base64 = base64url.replaceAll('-', '+').replaceAll('_', '/');
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
