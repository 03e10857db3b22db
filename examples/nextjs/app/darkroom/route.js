import { InvalidWebhook, verifyWebhook } from "darkroom-images/server";

export async function POST(request) {
  try {
    const { type, data } = await verifyWebhook(request, process.env.WEBHOOK_SECRET);
    console.log(type, data.id); // update your database
    return new Response(null, { status: 204 });
  } catch (error) {
    if (!(error instanceof InvalidWebhook)) throw error;
    return new Response(null, { status: 401 });
  }
}
