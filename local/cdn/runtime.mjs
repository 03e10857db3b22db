// Runs a CloudFront function in Node: each line of input has an event and the items of the key value store.
import { createInterface } from 'node:readline';
import { items } from 'cloudfront';
import { handler } from './function.mjs';

for await (const line of createInterface({ input: process.stdin })) {
  const { event, keys } = JSON.parse(line);
  items.clear();
  Object.entries(keys).forEach(([key, value]) => items.set(key, value));
  console.log(JSON.stringify(await handler(event)));
}
