import assert from 'node:assert/strict';
import { test } from 'node:test';

import { extract, generate, transform } from '../unpic-provider.js';

const BASE = 'https://cdn.example/i/XtRhwCSULFMbTSrJ6jvWVgk2Q9xA/0123456789ab/';
const SRC = `${BASE}{operations}`;

const EXTRACTED = [
  ['w_640', { width: 640 }],
  ['w_640,h_360,pos_top-left,f_webp,q_60', { width: 640, height: 360, position: 'top-left', format: 'webp', quality: 60 }],
  ['w_640,h_360,fit_inside', { width: 640, height: 360, fit: 'inside' }],
  ['w_640,h_360,pos_x0.5y0.3', { width: 640, height: 360, position: 'x0.5y0.3' }],
];

for (const [last, operations] of EXTRACTED) {
  test(`${last} is extracted and generated`, () => {
    assert.deepEqual(extract(BASE + last), { src: SRC, operations });
    assert.equal(generate(SRC, operations), BASE + last);
  });
}

test('a template has no operations yet', () => {
  assert.deepEqual(extract(SRC), { src: SRC, operations: {} });
  assert.deepEqual(extract(new URL(SRC)), { src: SRC, operations: {} });
});

test('encoded commas and signatures are accepted', () => {
  assert.deepEqual(extract(`${BASE}w_640%2Cf_webp?s=0123`), { src: SRC, operations: { width: 640, format: 'webp' } });
});

for (const url of [`${BASE}p_card`, '/logo.png', 'https://other.example/i/photo.jpg', `${BASE}w_640/more`]) {
  test(`${url} has no operations and stays`, () => {
    assert.equal(extract(url), null);
    assert.equal(transform(url, { width: 640 }), url);
  });
}

for (const [operations, expected] of [
  [{ width: '640', height: '360' }, 'w_640,h_360'],
  [{ width: 640.4, height: 359.6 }, 'w_640,h_360'],
  [{ width: 640, format: 'jpg' }, 'w_640,f_jpeg'],
  [{ width: 640, format: 'auto', quality: 80, fit: 'cover', position: 'attention' }, 'w_640'],
  [{ width: 640, fit: 'inside', position: 'top' }, 'w_640'],
  [{ width: 640, height: 360, fit: 'contain' }, 'w_640,h_360,fit_inside'],
  [{ width: 640, height: 360, fit: 'fill', position: 'top left' }, 'w_640,h_360,pos_top-left'],
  [{ width: 640, height: 360, fit: 'contain', position: 'top' }, 'w_640,h_360,fit_inside'],
  [{ quality: 60, width: 640 }, 'w_640,q_60'],
  [{ quality: '60', width: 640 }, 'w_640,q_60'],
  [{ quality: 'mid', width: 640 }, 'w_640'],
  [{ quality: NaN, width: 640 }, 'w_640'],
]) {
  test(`${JSON.stringify(operations)} becomes ${expected}`, () => {
    assert.equal(generate(SRC, operations), BASE + expected);
  });
}

test('nothing is generated without a width', () => {
  assert.equal(generate(SRC, { height: 360 }), SRC);
});

test('some operations are replaced', () => {
  const before = `${BASE}w_320,h_180,pos_top,f_webp?s=0123`;
  assert.equal(transform(before, { width: 640, height: 360 }), `${BASE}w_640,h_360,pos_top,f_webp`);
  assert.equal(transform(before, { format: 'avif', width: undefined }), `${BASE}w_320,h_180,pos_top,f_avif`);
});
