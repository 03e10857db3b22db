import assert from 'node:assert/strict';
import { test } from 'node:test';

import loader from '../next-loader.js';

const BASE = 'https://cdn.example/i/XtRhwCSULFMbTSrJ6jvWVgk2Q9xA/0123456789ab/';

for (const [last, properties, expected] of [
  ['{operations}', { width: 640 }, 'w_640'],
  ['%7Boperations%7D', { width: 640 }, 'w_640'],
  ['{operations}', { width: 640, quality: 80 }, 'w_640'],
  ['{operations}', { width: 640, quality: 60 }, 'w_640,q_60'],
  ['w_320', { width: 640 }, 'w_640'],
  ['w_320,f_webp', { width: 640, quality: 60 }, 'w_640,f_webp,q_60'],
  ['w_320%2Cf_webp%2cq_60', { width: 640 }, 'w_640,f_webp,q_60'],
  ['w_320,q_60', { width: 640, quality: 80 }, 'w_640'],
  ['w_320,h_180,pos_top', { width: 640 }, 'w_640,h_360,pos_top'],
  ['w_320,h_180,fit_inside,f_avif', { width: 641 }, 'w_641,h_361,fit_inside,f_avif'],
  ['w_999,h_1', { width: 16 }, 'w_16,h_1'],
  ['w_320?s=0123', { width: 640 }, 'w_640'],
]) {
  test(`${last} with ${JSON.stringify(properties)} becomes ${expected}`, () => {
    assert.equal(loader({ src: BASE + last, ...properties }), BASE + expected);
  });
}

for (const src of [
  '/logo.png',
  'https://other.example/i/photo.jpg',
  `${BASE}p_card`,
  `${BASE}p_card,f_webp`,
  'https://cdn.example/v/XtRhwCSULFMbTSrJ6jvWVgk2Q9xA/0123456789abcdef/small.webp',
]) {
  test(`${src} stays`, () => {
    assert.equal(loader({ src, width: 640 }), src);
  });
}
