/** Which of an image's variants to use where. */

/** The variants that show the whole picture in its own shape: those that the service lists as srcset. */
export function whole(image) {
  const urls = new Set(image.srcset.split(", ").map((entry) => entry.split(" ")[0]));
  return image.variants.filter((variant) => urls.has(variant.url));
}

/** The smallest variant that is sharp at `width` CSS pixels, else the widest; undefined without any. */
export function fitting(image, width) {
  const shaped = whole(image);
  const offered = shaped.length ? shaped : image.variants;
  const byWidth = [...offered].sort((a, b) => a.width - b.width);
  return byWidth.find((variant) => variant.width >= width * devicePixelRatio) ?? byWidth.at(-1);
}
