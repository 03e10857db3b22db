/** Lets uploads of this page talk to the API. */

import { untilProcessed } from "../embed/polling.js";

/** Return the client of an upload. */
export function uploadClient(api) {
  return {
    // Cancelling does not abort this request, because its response has the ID of the record to delete.
    create: (request, { onRetry }) => api.create(request, { key: crypto.randomUUID(), onRetry }),
    follow: (created, options) =>
      untilProcessed((each) => api.status(created, each), { after: created.retryAfter, ...options }),
    parts: ({ id }, options) => api.parts(id, options),
    complete: ({ id }, options) => api.complete(id, options),
    // Errors are ignored: the user can do nothing about them, and the record expires anyway.
    discard: ({ id }) => api.delete(id).catch(() => {}),
  };
}
