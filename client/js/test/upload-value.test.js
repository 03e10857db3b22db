import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { InvalidUploadValue, uploadedImage } from '../server.js';
import { signedValue } from '../server/upload-value.js';
import { ID } from './service.js';

const SECRET = 'a secret of at least 32 characters';

test('a signed value leads to its image', async () => {
  assert.equal(await uploadedImage(await signedValue(ID, SECRET), SECRET), ID);
});

test("the Python package's value is accepted", async () => {
  mock.timers.enable({ apis: ['Date'], now: 1767225600000 });
  const value = `${ID}:6955b900:jETazWMF1VgFdko6u03-ljb7Mg2eFzDSwfnu413RB6M`;
  assert.equal(await signedValue(ID, SECRET), value);
  assert.equal(await uploadedImage(value, SECRET), ID);
  mock.timers.reset();
});

test('a value is too old after a day, or as the site says', async () => {
  mock.timers.enable({ apis: ['Date'], now: 1767225600000 });
  const value = await signedValue(ID, SECRET);
  mock.timers.tick(86400_000);
  assert.equal(await uploadedImage(value, SECRET), ID);
  await assert.rejects(uploadedImage(value, SECRET, { maxAge: 3600 }), /not submitted in time/);
  mock.timers.tick(1000);
  await assert.rejects(uploadedImage(value, SECRET), InvalidUploadValue);
  mock.timers.reset();
});

test('nothing else is accepted', async () => {
  const value = await signedValue(ID, SECRET);
  const [id, time, signature] = value.split(':');
  const other = await signedValue(ID, SECRET.toUpperCase());
  const later = (parseInt(time, 16) + 1).toString(16);
  for (const forged of [
    ID,
    '',
    undefined,
    null,
    other,
    `${id.replace('G', 'H')}:${time}:${signature}`,
    `${id}:${later}:${signature}`,
    `${id}:0${time}:${signature}`,
    `${id}:${time}:`,
    `${id}:${time}:${signature}=`,
    `${id}:${time.toUpperCase()}x:${signature}`,
    `${value}\n`,
    `${value}:x`,
  ]) {
    await assert.rejects(uploadedImage(forged, SECRET), InvalidUploadValue, String(forged));
  }
});

test('a short secret is refused', async () => {
  for (const secret of [undefined, '', 'short']) {
    await assert.rejects(uploadedImage('x', secret), TypeError);
    await assert.rejects(signedValue(ID, secret), TypeError);
  }
});
