/** An image, as the API returns it. Unknown fields of newer services are kept. */
export interface ImageDocument {
  id: string;
  status: 'pending' | 'processing' | 'ready' | 'failed' | 'deleted';
  version: string | null;
  filename: string;
  content_type: string | null;
  /** In bytes. */
  size: number | null;
  /** In pixels. */
  width: number | null;
  /** In pixels. */
  height: number | null;
  /** ISO 8601. */
  created_at: string;
  /** ISO 8601. */
  updated_at: string;
  /** What to show while the image loads: a ThumbHash in base64, and the main color as `#rrggbb`. */
  placeholder: { thumbhash: string; color: string } | null;
  metadata: {
    external_id: string | null;
    tags: readonly string[];
    alt: string | null;
    custom: Readonly<Record<string, unknown>>;
  };
  variants: readonly Variant[];
  /** One per content type, for the `source` elements of a `picture`. The last one is for its `img`. */
  sources: readonly Source[];
  /** For an `img` alone. */
  srcset: string;
  /** The ready `picture` element. */
  html: string;
  /** URLs of variants on demand. `{operations}` in `url` stands for what to render. */
  on_demand: { url: string; presets: readonly { name: string; url: string }[] } | null;
  /** Why an image with the status `failed` could not be processed. */
  error: { code: string; detail: string } | null;
  [field: string]: unknown;
}

/** One rendered file. */
export interface Variant {
  name: string;
  url: string;
  content_type: string;
  /** In pixels. */
  width: number;
  /** In pixels. */
  height: number;
  /** In bytes. */
  size: number;
}

/** The files of one content type. */
export interface Source {
  type: string;
  src: string;
  srcset: string;
  width: number;
  height: number;
}
