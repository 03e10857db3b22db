/** What a site's own server needs: the endpoint for uploads, and the checks of forms and webhooks. Needs `fetch` only. */

export { createUploadHandler } from './server/upload-handler.js';
export { InvalidUploadValue, uploadedImage } from './server/upload-value.js';
export { InvalidWebhook, verifyWebhook } from './server/webhook.js';
