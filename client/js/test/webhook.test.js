import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';

import { InvalidWebhook, verifyWebhook } from '../server.js';

const SECRET = `whsec_${Buffer.from('a secret of 24 bytes....').toString('base64')}`;
const OTHER = `whsec_${Buffer.from('another one').toString('base64')}`;
const BODY = JSON.stringify({ type: 'image.ready', timestamp: '2026-01-01T12:00:01Z', data: { id: '1', alt: 'Käse' } });
const NOW = Math.floor(Date.now() / 1000);

// As the specification describes it, with another implementation of HMAC.
function sign({ id = 'msg_1', timestamp = NOW, body = BODY, secret = SECRET } = {}) {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

function webhook({ id = 'msg_1', timestamp = NOW, body = BODY, signature = sign() } = {}) {
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature };
  return new Request('https://www.example.com/darkroom', { method: 'POST', headers, body });
}

test('a signed webhook is an event', async () => {
  assert.deepEqual(await verifyWebhook(webhook(), SECRET), JSON.parse(BODY));
});

test('one of several signatures is enough', async () => {
  const signature = ['v2,abc', sign({ secret: OTHER }), 'v1', 'v1,%', sign()].join(' ');
  assert.equal((await verifyWebhook(webhook({ signature }), SECRET)).type, 'image.ready');
});

for (const [name, changed] of [
  ['another body', { body: BODY.replace('"1"', '"2"') }],
  ['another id', { id: 'msg_2' }],
  ['another time', { timestamp: NOW - 1 }],
  ['an old time', { timestamp: NOW - 301, signature: sign({ timestamp: NOW - 301 }) }],
  ['a future time', { timestamp: NOW + 310, signature: sign({ timestamp: NOW + 310 }) }],
  ['no time', { timestamp: 'now', signature: sign({ timestamp: 'now' }) }],
  ['the signature of another secret', { signature: sign({ secret: OTHER }) }],
  ['the signature of another version', { signature: sign().replace('v1', 'v2') }],
  ['an empty signature', { signature: 'v1,' }],
  ['no signature', { signature: '' }],
]) {
  test(`${name} is refused`, async () => {
    await assert.rejects(verifyWebhook(webhook(changed), SECRET), InvalidWebhook);
  });
}

test('no more of a body is read than an event can have', async () => {
  let chunks = 0;
  const body = new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array((chunks += 1) && 100_000)) });
  const request = new Request(webhook(), { method: 'POST', body, duplex: 'half' });
  await assert.rejects(verifyWebhook(request, SECRET), InvalidWebhook);
  assert.ok(chunks < 10);
});

test('a request without headers is refused', async () => {
  const request = new Request('https://www.example.com/darkroom', { method: 'POST', body: BODY });
  await assert.rejects(verifyWebhook(request, SECRET), InvalidWebhook);
});

for (const secret of [undefined, '', 'whsec_', 'whsec_%']) {
  test(`the secret cannot be ${secret}`, async () => {
    await assert.rejects(verifyWebhook(webhook(), secret), TypeError);
  });
}
