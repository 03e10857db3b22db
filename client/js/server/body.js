/** Reads the JSON bodies of visitors' requests. */

import { Problem } from './problem.js';

// The longest file name and a hundred variants have less.
const MAX_BYTES = 16384;

/** Read a request's JSON object. Throws a Problem. */
export async function readObject(request) {
  const type = (request.headers.get('Content-Type') ?? '').split(';')[0].trim().toLowerCase();
  // A page of another origin can send other types without asking the server first.
  if (type !== 'application/json') {
    const detail = 'The body must be JSON. Send Content-Type: application/json.';
    throw new Problem({ status: 415, code: 'unsupported_media_type', detail });
  }
  const body = parsed(await readBytes(request, MAX_BYTES));
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw invalidJson();
  }
  return body;
}

/** Read a request's body, of which no more than `most` bytes are kept in memory. Throws a Problem. */
export async function readBytes(request, most) {
  const chunks = [];
  let length = 0;
  for (const reader = request.body?.getReader(); reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > most) {
      // Not awaited: some servers wait for the rest of the body.
      reader.cancel().catch(() => {});
      const detail = `The body has more than ${most} bytes. Send the file to the upload form, not here.`;
      throw new Problem({ status: 413, code: 'request_too_large', detail });
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function parsed(bytes) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalidJson();
  }
}

function invalidJson() {
  return new Problem({ status: 400, code: 'invalid_json', detail: 'The body is not a JSON object.' });
}
