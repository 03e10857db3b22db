import { createUploadHandler } from "darkroom-images/server";

export const POST = createUploadHandler({
  url: process.env.DARKROOM_URL,
  token: process.env.DARKROOM_TOKEN,
  secret: process.env.UPLOAD_SECRET,
  maxBytes: 20_000_000,
});
