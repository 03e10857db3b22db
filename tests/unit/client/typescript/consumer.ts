/** Uses all of the package that is not JSX, as a strict project does. */

import { DarkroomUpload, Problem, upload, type ImageDocument } from 'darkroom-images';
import loader from 'darkroom-images/next';
import { createUploadHandler, InvalidUploadValue, uploadedImage, verifyWebhook } from 'darkroom-images/server';
import { extract, generate, transform } from 'darkroom-images/unpic';

declare const environment: Record<string, string | undefined>;

export async function send(file: File): Promise<ImageDocument | null> {
  try {
    const { id, value, image } = await upload(file, {
      endpoint: '/uploads',
      variants: ['small'],
      headers: { 'X-CSRF-Token': 'token' },
      signal: AbortSignal.timeout(60_000),
      onProgress: (progress) => console.log(progress.toFixed(2)),
      onUploaded: (uploaded) => console.log(uploaded.id, uploaded.value),
    });
    console.log(id.length, value.length, image?.variants[0]?.url, image?.placeholder?.color);
    return image;
  } catch (error) {
    if (error instanceof Problem) console.log(error.code, error.retryAfter ?? 0);
    throw error;
  }
}

const element: DarkroomUpload | null = document.querySelector('darkroom-upload');
element?.addEventListener('ready', ({ detail }) => console.log(detail.id, detail.image?.html));
element?.addEventListener('failed', ({ detail }) => console.log(detail.file.name, detail.error?.code));
element?.addEventListener('click', (event) => console.log(event.clientX));

const created = document.createElement('darkroom-upload');
created.endpoint = '/uploads';
created.multiple = true;
created.maxSize = '10MB';
created.texts = { choose: 'Bild wählen', errors: { network: 'Keine Verbindung.' } };

export const POST = createUploadHandler({
  url: environment['DARKROOM_URL'],
  token: environment['DARKROOM_TOKEN'],
  variants: ['small', 'large'],
  maxBytes: 10_000_000,
  secret: environment['UPLOAD_SECRET'],
  allow: async (request, { size }) => request.headers.has('cookie') && size < 10_000_000,
  metadata: (_, { filename }) => ({ alt: filename, tags: ['profile'] }),
});
export const response: Promise<Response> = POST(new Request('https://www.example.com/uploads', { method: 'POST' }));

export async function save(form: FormData, request: Request): Promise<string> {
  const event = await verifyWebhook(request, environment['WEBHOOK_SECRET']);
  if (event.type === 'image.ready') console.log(event.data['id']);
  try {
    return await uploadedImage(form.get('photo'), environment['UPLOAD_SECRET'], { maxAge: 3600 });
  } catch (error) {
    return error instanceof InvalidUploadValue ? error.message : 'unknown';
  }
}

export const urls: string[] = [
  loader({ src: '/a', width: 320, quality: 60 }),
  generate('/a', { width: 320, format: 'webp' }),
  transform(new URL('https://a.example'), { height: '90' }),
  extract('/a')?.src ?? '',
];
