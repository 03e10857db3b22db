/** Chooses which of an image's variants to show. */

/** Return the variants that show the whole image: those in the `sources` of the API response. */
export function uncropped({ sources, variants }) {
  const urls = new Set(sources.flatMap(({ srcset }) => srcset.split(", ").map((entry) => entry.split(" ")[0])));
  return variants.filter((variant) => urls.has(variant.url));
}

/**
 * Return the smallest variant that is sharp at `width` CSS pixels, or the widest if none is.
 * Returns undefined if the image has no variants.
 */
export function bestVariant(image, width) {
  const whole = uncropped(image);
  const candidates = whole.length ? whole : image.variants;
  const byWidth = [...candidates].sort((a, b) => a.width - b.width);
  return byWidth.find((variant) => variant.width >= width * devicePixelRatio) ?? byWidth.at(-1);
}
