import assert from 'node:assert/strict';
import { after, before, beforeEach, mock, test } from 'node:test';

import { createUploadHandler, uploadedImage } from '../server.js';
import { FakeService, ID, TOKEN } from './service.js';

const ENDPOINT = 'https://www.example.com/uploads';
const FORM = { method: 'POST', url: 'https://bucket.example/', fields: { key: 'images/1' }, headers: {} };
const CREATED = { id: ID, status: 'pending', owner: 'alice', upload: FORM, status_url: `https://api.example/status/${ID}?key=1` };
const UPLOAD = { filename: 'cat.jpg', size: 1000 };

const service = new FakeService();
const log = mock.method(console, 'error', () => {});

before(() => service.start());
after(() => service.stop());
beforeEach(() => {
  log.mock.resetCalls();
  service.answer(201, CREATED);
});

function handler(options = {}) {
  return createUploadHandler({ url: service.url, token: TOKEN, ...options });
}

function post(body, { path = '', type = 'application/json' } = {}) {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return new Request(ENDPOINT + path, { method: 'POST', headers: { 'Content-Type': type }, body: text });
}

async function refused(response, status, code) {
  const problem = await response.json();
  assert.deepEqual([response.status, problem.status, problem.code], [status, status, code]);
  assert.equal(response.headers.get('Content-Type'), 'application/problem+json');
  assert.equal(response.headers.get('Cache-Control'), 'no-store');
  assert.ok(!JSON.stringify([problem, log.mock.calls.map((call) => call.arguments)]).includes(TOKEN));
  return problem;
}

test('the browser is told when the image will probably be ready', async () => {
  service.answer(201, CREATED, { 'Retry-After': '2' });
  assert.equal((await handler()(post(UPLOAD))).headers.get('Retry-After'), '2');
});

test('an upload is created with the token, which the answer does not contain', async () => {
  const response = await handler()(post(UPLOAD));
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('Cache-Control'), 'no-store');
  assert.deepEqual(await response.json(), { id: ID, status_url: CREATED.status_url, upload: FORM, multipart: null });
  const [{ method, url, headers, body }] = service.requests;
  assert.deepEqual([method, url, headers.authorization], ['POST', '/images', `Bearer ${TOKEN}`]);
  assert.deepEqual(body, UPLOAD);
});

test('a visitor chooses the file, the variants and nothing else', async () => {
  const chosen = { ...UPLOAD, content_type: 'image/jpeg', variants: ['small'], multipart: true };
  await handler()(post({ ...chosen, metadata: { external_id: '1' }, owner: 'mallory', focus: { x: 0, y: 0 }, token: 'x' }));
  assert.deepEqual(service.requests[0].body, chosen);
});

test('the answer to a multipart upload has its parts', async () => {
  const multipart = { part_size: 8388608, parts: [], expires_at: '2026-12-01T12:00:00Z' };
  service.answer(201, { ...CREATED, upload: null, multipart });
  const answer = await (await handler()(post({ ...UPLOAD, multipart: true }))).json();
  assert.deepEqual([answer.upload, answer.multipart], [null, multipart]);
});

test("the site's variants are rendered unless the visitor chooses among them", async () => {
  const handle = handler({ variants: ['small', 'large'] });
  await handle(post(UPLOAD));
  await handle(post({ ...UPLOAD, variants: ['large'] }));
  assert.deepEqual(service.requests.map(({ body }) => body.variants), [['small', 'large'], ['large']]);
  const problem = await refused(await handle(post({ ...UPLOAD, variants: ['original'] })), 400, 'unknown_preset');
  assert.equal(problem.field, 'variants');
  assert.equal(service.requests.length, 2);
});

test('the site adds metadata', async () => {
  await handler({ metadata: { tags: ['profile'] } })(post(UPLOAD));
  await handler({ metadata: async (request, { filename }) => ({ alt: `${filename} at ${request.url}` }) })(post(UPLOAD));
  const [fixed, computed] = service.requests.map(({ body }) => body.metadata);
  assert.deepEqual([fixed, computed], [{ tags: ['profile'] }, { alt: `cat.jpg at ${ENDPOINT}` }]);
});

test('the site decides who may upload what', async () => {
  const allow = async (request, { size }) => request.headers.has('Cookie') || size < 500;
  await refused(await handler({ allow })(post(UPLOAD)), 403, 'upload_not_allowed');
  assert.equal(service.requests.length, 0);
  assert.equal((await handler({ allow })(post({ ...UPLOAD, size: 499 }))).status, 200);
});

test("an error of the site's own code is the framework's to handle", async () => {
  const allow = () => {
    throw new TypeError('no session');
  };
  await assert.rejects(handler({ allow })(post(UPLOAD)), /no session/);
});

for (const action of ['parts', 'complete']) {
  test(`${action} of an upload needs its key`, async () => {
    service.answer(200, { id: ID, status_url: 'https://api.example/status' });
    const path = `/${ID}/${action}`;
    const response = await handler({ variants: ['small'], allow: () => false })(post({ key: '1-2', id: 'another' }, { path }));
    assert.deepEqual(await response.json(), { id: ID, status_url: 'https://api.example/status' });
    assert.deepEqual([service.requests[0].url, service.requests[0].body], [`/images/${ID}/${action}`, { key: '1-2' }]);
    for (const body of [{}, { key: null }, { key: ['1-2'] }, { key: 1 }]) {
      assert.equal((await refused(await handler()(post(body, { path })), 400, 'invalid_field')).field, 'key');
    }
    assert.equal(service.requests.length, 1);
  });
}

for (const path of ['/../images/x/complete', `/${ID}/delete`, `/${ID}%2f..%2f..%2ftokens/parts`, `/${ID}/..//complete`, '/short/parts']) {
  test(`${path} cannot lead to another path of the service`, async () => {
    await handler()(post({ ...UPLOAD, key: 'k' }, { path }));
    assert.deepEqual(service.requests.map(({ url, body }) => [url, body.key]), [['/images', undefined]]);
  });
}

for (const [name, body] of [
  ['nothing', ''],
  ['no JSON', '{"filename": '],
  ['a list', '[]'],
  ['null', 'null'],
  ['a string', '"cat.jpg"'],
  ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d])],
]) {
  test(`${name} as the body is refused`, async () => {
    await refused(await handler()(post(body)), 400, 'invalid_json');
    assert.equal(service.requests.length, 0);
  });
}

for (const [field, value] of [
  ['filename', undefined],
  ['filename', 7],
  ['size', '1000'],
  ['size', undefined],
  ['size', -1],
  ['size', 1e300],
  ['content_type', {}],
  ['variants', 'small'],
  ['variants', [['small']]],
  ['multipart', 'yes'],
]) {
  test(`${field} cannot be ${JSON.stringify(value)}`, async () => {
    const problem = await refused(await handler()(post({ ...UPLOAD, [field]: value })), 400, 'invalid_field');
    assert.equal(problem.field, field);
    assert.equal(service.requests.length, 0);
  });
}

test('an empty file and one that is too large for the site are refused before the service is asked', async () => {
  await refused(await handler()(post({ ...UPLOAD, size: 0 })), 400, 'empty_file');
  const limited = handler({ maxBytes: 1000 });
  await refused(await limited(post({ ...UPLOAD, size: 1001 })), 413, 'size_too_large');
  assert.equal(service.requests.length, 0);
  assert.equal((await limited(post(UPLOAD))).status, 200);
});

test('with a secret, forms submit a signed value', async () => {
  const secret = 'a secret of at least 32 characters';
  const { value } = await (await handler({ secret })(post(UPLOAD))).json();
  assert.equal(await uploadedImage(value, secret), ID);
});

test('a form or text of another origin is refused, since browsers send those without asking', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b', '']) {
    await refused(await handler()(post(UPLOAD, { type })), 415, 'unsupported_media_type');
  }
  assert.equal((await handler()(post(UPLOAD, { type: 'Application/JSON; charset=utf-8' }))).status, 200);
});

test('only POST is allowed', async () => {
  const response = await handler()(new Request(ENDPOINT));
  await refused(response, 405, 'method_not_allowed');
  assert.equal(response.headers.get('Allow'), 'POST');
});

test('a long body is not read to its end', async () => {
  let sent = 0;
  const body = new ReadableStream({
    pull(controller) {
      sent += 1;
      controller.enqueue(new TextEncoder().encode(' '.repeat(4096)));
    },
  });
  const headers = { 'Content-Type': 'application/json' };
  const request = new Request(ENDPOINT, { method: 'POST', headers, body, duplex: 'half' });
  await refused(await handler()(request), 413, 'request_too_large');
  assert.ok(sent < 10, sent);
});

for (const [status, code, field] of [
  [400, 'invalid_filename', 'filename'],
  [400, 'unknown_preset', 'variants'],
  [403, 'invalid_status_key', undefined],
  [404, 'image_not_found', undefined],
  [410, 'image_erased', undefined],
  [413, 'size_too_large', 'size'],
  [415, 'unsupported_content_type', 'content_type'],
  [429, 'quota_exceeded', undefined],
]) {
  test(`the visitor gets to see ${code}`, async () => {
    const problem = { type: 'about:blank', title: 'Title', status, code, detail: 'What to do.', field, internal: 'x' };
    service.answer(status, problem, { 'Retry-After': '60', 'X-Internal': 'x' });
    const response = await handler()(post({ ...UPLOAD, variants: ['small'] }));
    const { internal, ...expected } = JSON.parse(JSON.stringify(problem));
    assert.deepEqual(await refused(response, status, code), expected);
    assert.deepEqual([response.headers.get('Retry-After'), response.headers.get('X-Internal')], ['60', null]);
    assert.equal(log.mock.callCount(), 0);
  });
}

for (const [status, code, field] of [
  [401, 'invalid_token', undefined],
  [401, 'not_authenticated', undefined],
  [403, 'insufficient_scope', undefined],
  [404, 'route_not_found', undefined],
  [400, 'invalid_field', 'metadata.tags'],
  [400, 'unknown_preset', 'variants'],
]) {
  test(`${code} of ${field ?? 'the token or URL'} is the site's fault, and only its log says so`, async () => {
    service.answer(status, { status, code, detail: `Do not tell ${TOKEN.slice(3)}.`, field });
    const response = await handler({ variants: ['small'], metadata: {} })(post(UPLOAD));
    const { detail } = await refused(response, 502, 'configuration_error');
    assert.ok(!detail.includes('Do not tell'));
    assert.match(log.mock.calls[0].arguments[0], new RegExp(`${status} ${code}: Do not tell`));
  });
}

for (const [name, status, body] of [
  ['a page', 200, '<!doctype html>'],
  ['nothing', 404, ''],
  ['other JSON', 403, { message: 'Forbidden' }],
]) {
  test(`a server that answers with ${name} is not the service`, async () => {
    service.answer(status, body);
    await refused(await handler()(post(UPLOAD)), 502, 'configuration_error');
    assert.match(log.mock.calls[0].arguments[0], /no Darkroom API at http:\/\/127\.0\.0\.1/);
  });
}

test('JSON that is not an image is no answer of Darkroom', async () => {
  for (const body of ['{}', '[]', '"text"', '5', '{"id": 5}']) {
    service.answer(200, body);
    await refused(await handler({ secret: 'x'.repeat(32) })(post(UPLOAD)), 502, 'configuration_error');
  }
});

test('the token is not sent to where the service redirects', async () => {
  const other = new FakeService();
  await other.start();
  other.answer(201, CREATED);
  service.answer(307, '', { Location: `${other.url}/images` });
  await refused(await handler()(post(UPLOAD)), 502, 'configuration_error');
  assert.equal(other.requests.length, 0);
  await other.stop();
});

for (const status of [500, 503]) {
  test(`HTTP ${status} of the service can be tried again`, async () => {
    service.answer(status, { status, code: 'internal_error', detail: 'A bucket named secret' }, { 'Retry-After': '7' });
    const response = await handler()(post(UPLOAD));
    assert.ok(!(await refused(response, 502, 'service_unavailable')).detail.includes('secret'));
    assert.equal(response.headers.get('Retry-After'), '7');
  });
}

test('a service that cannot be reached can be tried again', async () => {
  const gone = new FakeService();
  await gone.start();
  await gone.stop();
  const response = await handler({ url: gone.url })(post(UPLOAD));
  await refused(response, 502, 'service_unavailable');
  assert.equal(response.headers.get('Retry-After'), '1');
  assert.match(log.mock.calls[0].arguments[0], /could not be reached at http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)/);
});

for (const options of [
  { url: undefined },
  { url: 'images.example.com' },
  { url: 'file:///etc/passwd' },
  { token: undefined },
  { token: `${TOKEN}\n` },
]) {
  test(`${JSON.stringify(options, (_, value) => value ?? null)} is reported at the first request, not while the site is built`, async () => {
    await refused(await handler(options)(post(UPLOAD)), 502, 'configuration_error');
    assert.equal(log.mock.callCount(), 1);
    assert.equal(service.requests.length, 0);
  });
}

test("the service's URL can end in a slash or have a path", async () => {
  for (const path of ['/', '/api', '/api//']) {
    await handler({ url: service.url + path })(post(UPLOAD));
  }
  assert.deepEqual(service.requests.map(({ url }) => url), ['/images', '/api/images', '/api/images']);
});
