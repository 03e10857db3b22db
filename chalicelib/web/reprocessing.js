/** Renders an image again. */

import { untilProcessed } from "../embed/polling.js";

/** Request a rendering with the changes in `body`, and wait for it. Returns the image, ready or failed. */
export async function reprocess(api, id, body = {}) {
  const { retryAfter: after } = await api.reprocess(id, body);
  return untilProcessed((options) => api.get(id, options), { after });
}
