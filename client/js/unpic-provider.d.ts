export interface DarkroomOperations {
  /** In pixels. */
  width?: number | string;
  /** In pixels. With a height, images are cropped. */
  height?: number | string;
  /** `inside`, `contain` and `scale-down` fit within the size; everything else crops. */
  fit?: string;
  /** What a crop keeps: a keyword such as `top-left`, or a point such as `x0.5y0.3`. */
  position?: string;
  /** `avif`, `webp`, `jpeg` or `png`; without it, browsers negotiate. */
  format?: string;
  /** From 1 to 100. */
  quality?: number | string;
}

/** Read the operations in a URL. Returns null if it is not a resized image's. */
export declare function extract(url: string | URL): { src: string; operations: DarkroomOperations } | null;

/** Return the URL of an image with these operations. A URL that is not Darkroom's is returned as it is. */
export declare function generate(src: string | URL, operations: DarkroomOperations): string;

/** Return the URL with some of its operations replaced. */
export declare function transform(src: string | URL, operations: DarkroomOperations): string;
