/** A file that a visitor wants to upload. `size` is in bytes. */
export interface RequestedUpload {
  filename: string;
  size: number;
  content_type?: string;
  /** Names of presets. */
  variants?: readonly string[];
  /** Whether the browser can send a large file in parts. */
  multipart?: boolean;
}

/** What your server says about an image. Visitors cannot set it. */
export interface ImageMetadata {
  /** Your own id of the image. */
  external_id?: string;
  /** The text for the `alt` attribute. */
  alt?: string;
  tags?: readonly string[];
  custom?: Readonly<Record<string, unknown>>;
}

export interface UploadHandlerOptions {
  /** URL of the Darkroom API. */
  url: string | undefined;
  /** A token with the scope `write`. Keep it on the server. */
  token: string | undefined;
  /**
   * Names of the presets that visitors may choose from. Uploads without a choice get all of them. Without this option,
   * Darkroom decides.
   */
  variants?: readonly string[];
  /** The largest size of a file. Darkroom has a limit of its own. */
  maxBytes?: number;
  /** Metadata of each image, or a function that returns it. */
  metadata?:
    | ImageMetadata
    | ((request: Request, upload: RequestedUpload) => ImageMetadata | undefined | Promise<ImageMetadata | undefined>);
  /** Return whether the visitor may upload this file, for example if there is a session. */
  allow?: (request: Request, upload: RequestedUpload) => boolean | Promise<boolean>;
  /** At least 32 random characters. Forms then submit a signed value instead of the id: see `uploadedImage`. */
  secret?: string | undefined;
}

/**
 * Return a function that answers the requests of `<darkroom-upload>` and `upload()`: `POST` to the endpoint,
 * `{endpoint}/{id}/parts` and `{endpoint}/{id}/complete`.
 *
 * Errors of the visitor are problem documents with a 4xx status. If the site is not set up correctly or Darkroom does not
 * answer, the status is 502, and the reason is written to the site's log.
 */
export declare function createUploadHandler(options: UploadHandlerOptions): (request: Request) => Promise<Response>;

/** The submitted value was not signed by this site, or it is too old. Ask the visitor to upload the image again. */
export declare class InvalidUploadValue extends Error {}

/**
 * Return the id of the image whose signed value a form has submitted. Throws InvalidUploadValue.
 *
 * @param secret The option `secret` of the upload handler.
 * @param options `maxAge` is in seconds, by default a day.
 */
export declare function uploadedImage(
  value: unknown,
  secret: string | undefined,
  options?: { maxAge?: number },
): Promise<string>;

export interface WebhookEvent {
  type: 'image.ready' | 'image.failed' | 'image.deleted' | 'image.erased' | 'variant.expired' | 'test';
  /** When the event happened, in ISO 8601. */
  timestamp: string;
  /** The image, as the API returns it, and the event's own fields. */
  data: Record<string, unknown>;
}

/** The request is not a webhook of Darkroom, or an old one. Respond with 401. */
export declare class InvalidWebhook extends Error {}

/**
 * Verify a webhook's signature and age, and return its event. Throws InvalidWebhook.
 *
 * @param request Its body must not have been read.
 * @param secret `whsec_…`, as `ops webhook set` printed it.
 */
export declare function verifyWebhook(request: Request, secret: string | undefined): Promise<WebhookEvent>;
