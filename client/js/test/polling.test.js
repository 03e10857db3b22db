/** When the component looks at an image. Time passes at once. */

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';

import { untilProcessed } from '../../../chalicelib/embed/polling.js';

const { setTimeout } = globalThis;
let waits;

beforeEach(() => {
  waits = [];
  globalThis.setTimeout = (callback, milliseconds) => (waits.push(milliseconds), queueMicrotask(callback));
});

afterEach(() => {
  globalThis.setTimeout = setTimeout;
});

function answers(...documents) {
  return async () => documents.shift();
}

test('the first look is when the service expects the image to be ready', async () => {
  await untilProcessed(answers({ status: 'ready' }), { after: 2 });
  assert.deepEqual(waits, [2000]);
});

test('later looks are as the service asks', async () => {
  const processing = { status: 'processing', retryAfter: 7 };
  await untilProcessed(answers(processing, { status: 'pending', retryAfter: 30 }, { status: 'failed' }), { after: 2 });
  assert.deepEqual(waits, [2000, 7000, 30000]);
});

test('a service that does not say how long to wait is asked less and less often', async () => {
  const processing = Array.from({ length: 6 }, () => ({ status: 'processing' }));
  await untilProcessed(answers(...processing, { status: 'ready' }));
  assert.deepEqual(waits.map(Math.round), [1000, 1400, 1960, 2744, 3842, 5000, 5000]);
});

test('absurd waits lead neither to a busy loop nor to a page that stands still', async () => {
  const processing = [Infinity, 3_000_000, 0.0001].map((retryAfter) => ({ status: 'processing', retryAfter }));
  await untilProcessed(answers(...processing, { status: 'ready' }), { after: 3_000_000 });
  assert.deepEqual(waits, [60000, 60000, 60000, 100]);
});
