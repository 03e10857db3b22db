/** Verifies webhooks: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */

import { readBytes } from './body.js';
import { Problem } from './problem.js';

// The documents of events stay below 256 KB.
const MAX_BYTES = 262144;
// Seconds. Older requests may be replayed ones.
const TOLERANCE = 300;
const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/** The request is not a webhook of the service, or an old one. Respond with 401. */
export class InvalidWebhook extends Error {
  name = 'InvalidWebhook';
}

/**
 * Verify a webhook's signature and age, and return its event.
 *
 * @param {Request} request Its body must not have been read.
 * @param {string} secret `whsec_…`, as `ops webhook set` printed it.
 */
export async function verifyWebhook(request, secret) {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => request.headers.get(`webhook-${name}`));
  if (!id || !/^\d{1,12}$/.test(timestamp) || !signatures) {
    throw new InvalidWebhook('The headers of a webhook are missing.');
  }
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE) {
    throw new InvalidWebhook('The webhook is too old, or the clock of this server is wrong.');
  }
  const body = await readBytes(request, MAX_BYTES).catch((error) => {
    throw error instanceof Problem ? new InvalidWebhook('The body is longer than that of any event.') : error;
  });
  const signed = new Uint8Array(await new Blob([`${id}.${timestamp}.`, body]).arrayBuffer());
  if (!(await isSigned(signed, signatures, await keyFrom(secret)))) {
    throw new InvalidWebhook('The signature is not valid.');
  }
  return JSON.parse(new TextDecoder().decode(body));
}

async function keyFrom(secret) {
  const bytes = decoded(secret?.replace(/^whsec_/, '') ?? '');
  if (!bytes?.length) {
    throw new TypeError('The secret must be the one that `webhook set` printed.');
  }
  return crypto.subtle.importKey('raw', bytes, HMAC, false, ['verify']);
}

/** Return whether one of the signatures is valid. There are several while a secret is replaced. */
async function isSigned(signed, signatures, key) {
  for (const [version, signature] of signatures.split(' ').map((each) => each.split(','))) {
    const bytes = version === 'v1' ? decoded(signature ?? '') : null;
    if (bytes && (await crypto.subtle.verify(HMAC, key, bytes, signed))) return true;
  }
  return false;
}

function decoded(base64) {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
