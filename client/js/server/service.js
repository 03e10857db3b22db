/** Calls the service with the site's token, and turns its errors into those that visitors get to see. */

import { misconfigured, Problem, unavailable } from './problem.js';

const TIMEOUT_MS = 15000;
// What the service says about a visitor's request with a status that is otherwise about the site's own.
const VISITORS = { 403: 'invalid_status_key', 404: 'image_not_found' };
const SITES = [401, 403, 404, 405];

/**
 * Send JSON to the service. Return the `body` of what it answers, and the `headers` that the browser needs. `own` are
 * the fields of the body that are the site's, not the visitor's. Throws a Problem.
 */
export async function post({ url, token }, path, body, own = []) {
  const response = await send(target(url, path), token, body);
  if (response.status >= 500) {
    throw unavailable(`Darkroom answered with HTTP ${response.status}.`, response.headers.get('Retry-After'));
  }
  const document = await response.json().catch(() => null);
  if (response.ok && document) {
    return { body: document, headers: retryAfter(response) };
  }
  throw response.ok || !document?.code
    ? misconfigured(`There is no Darkroom API at ${origin(url)}: it answered with HTTP ${response.status}.`)
    : problemFrom(response, document, own);
}

function target(url, path) {
  if (!/^https?:/.test(url ?? '') || !URL.canParse(url)) {
    throw misconfigured('url must be that of the Darkroom API, such as https://images.example.com/.');
  }
  return url.replace(/\/*$/, path);
}

async function send(url, token, body) {
  if (!/^[\x21-\x7e]+$/.test(token ?? '')) {
    throw misconfigured('token is missing or not a token. Set it to one with the scope `write`.');
  }
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      // The token must not reach another server.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw unavailable(`Darkroom could not be reached at ${origin(url)} (${error.cause?.code ?? error.name}).`);
  }
}

function problemFrom(response, { code, detail, field = null, title }, own) {
  const { status } = response;
  const isSites = (SITES.includes(status) && VISITORS[status] !== code) || own.includes(String(field).split('.')[0]);
  if (isSites) {
    return misconfigured(`Darkroom refused the request with ${status} ${code}: ${detail}`);
  }
  return new Problem({ status, code, detail, field, title, headers: retryAfter(response) });
}

function retryAfter({ headers }) {
  const seconds = headers.get('Retry-After');
  return seconds ? { 'Retry-After': seconds } : {};
}

function origin(url) {
  return new URL(url).origin;
}
