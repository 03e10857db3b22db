/** The site's endpoint for uploads. It adds the token, which no browser gets to see. */

import { readObject } from './body.js';
import { jsonResponse, misconfigured, Problem } from './problem.js';
import { keyOf, uploadRequest } from './requests.js';
import { post } from './service.js';
import { signedValue } from './upload-value.js';

// Whatever precedes it is where the site has mounted the handler.
const STARTED = /\/([A-Za-z0-9_-]{28})\/(parts|complete)\/?$/;

/**
 * Return a function that answers POST requests for uploads with a web-standard Response.
 *
 * @param {import('../server.js').UploadHandlerOptions} options
 * @returns {(request: Request) => Promise<Response>}
 */
export function createUploadHandler(options) {
  return async (request) => {
    try {
      const { body, headers } = await answer(request, options);
      return jsonResponse(body, { headers });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.reason) console.error(`Upload endpoint: ${error.reason}`);
      return error.response();
    }
  };
}

async function answer(request, options) {
  if (request.method !== 'POST') {
    throw new Problem({ status: 405, code: 'method_not_allowed', detail: 'Use POST.', headers: { Allow: 'POST' } });
  }
  const body = await readObject(request);
  const [, id, action] = STARTED.exec(new URL(request.url).pathname) ?? [];
  return id ? post(options, `/images/${id}/${action}`, { key: keyOf(body) }) : created(request, body, options);
}

async function created(request, body, options) {
  const { metadata, allow = () => true, secret } = options;
  const upload = uploadRequest(body, options);
  if (!(await allow(request, upload))) {
    throw new Problem({ status: 403, code: 'upload_not_allowed', detail: 'You are not allowed to upload images here.' });
  }
  const own = typeof metadata === 'function' ? await metadata(request, upload) : metadata;
  const sites = ['metadata', ...(body.variants?.length ? [] : ['variants'])];
  const { body: image, headers } = await post(options, '/images', { ...upload, ...(own && { metadata: own }) }, sites);
  if (typeof image.id !== 'string') {
    throw misconfigured('There is no Darkroom API at the URL: its answer has no image.');
  }
  const answered = {
    id: image.id,
    status_url: image.status_url,
    upload: image.upload ?? null,
    multipart: image.multipart ?? null,
    ...(secret && { value: await signedValue(image.id, secret) }),
  };
  return { body: answered, headers };
}
