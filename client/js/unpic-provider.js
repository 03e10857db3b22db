/**
 * A provider for unpic (https://unpic.pics), with the functions of its own providers.
 *
 * `src` is `on_demand.url` of an image's document, or a URL with operations. With a height, images are cropped.
 * Signatures are dropped, since they are only valid for the operations that were signed.
 *
 * @typedef {object} DarkroomOperations
 * @property {number | string} [width] In pixels.
 * @property {number | string} [height] In pixels.
 * @property {string} [fit] `inside`, `contain` and `scale-down` fit within the size; everything else crops.
 * @property {string} [position] What a crop keeps: a keyword such as `top-left`, or a point such as `x0.5y0.3`.
 * @property {string} [format] `avif`, `webp`, `jpeg` or `png`; without it, browsers negotiate.
 * @property {number | string} [quality] From 1 to 100.
 */

// {base}/i/{image_id}/{version}/{operations}
const ADDRESS = /^(.*\/i\/[A-Za-z0-9_-]+\/[0-9a-f]{12}\/)([^/?#]+)(?:[?#].*)?$/;
const TEMPLATE = '{operations}';
const ENCODED_TEMPLATE = /^(?:\{|%7B)operations(?:\}|%7D)$/i;
// In the order in which the service expects them.
const NAMES = { width: 'w', height: 'h', fit: 'fit', position: 'pos', format: 'f', quality: 'q' };
const NUMBERS = ['width', 'height', 'quality'];
const DEFAULTS = { fit: 'cover', position: 'attention', format: 'auto', quality: 80 };
const FORMATS = { jpg: 'jpeg' };
// Names of frameworks for what scales an image without cropping it. Everything else crops, or cannot be requested.
const FITS = { inside: 'inside', contain: 'inside', 'scale-down': 'inside' };

/**
 * Read the operations in a URL.
 *
 * @param {string | URL} url
 * @returns {{ src: string, operations: DarkroomOperations } | null} null if it is not a resized image's.
 */
export function extract(url) {
  const [, base, last] = ADDRESS.exec(String(url)) ?? [];
  const operations = base && (ENCODED_TEMPLATE.test(last) ? {} : parsed(last.split(/,|%2C/i)));
  return operations ? { src: base + TEMPLATE, operations } : null;
}

/**
 * Return the URL of an image with these operations. A URL that is not Darkroom's is returned as it is.
 *
 * @param {string | URL} src
 * @param {DarkroomOperations} operations
 * @returns {string}
 */
export function generate(src, operations) {
  const found = extract(src);
  const written = printed(operations);
  return found && written ? found.src.replace(TEMPLATE, written) : String(src);
}

/**
 * Return the URL with some of its operations replaced.
 *
 * @param {string | URL} src
 * @param {DarkroomOperations} operations
 * @returns {string}
 */
export function transform(src, operations) {
  const given = Object.entries(operations).filter(([, value]) => value !== undefined);
  return generate(src, { ...extract(src)?.operations, ...Object.fromEntries(given) });
}

function parsed(parts) {
  const names = Object.keys(NAMES);
  const operations = {};
  for (const part of parts) {
    const name = names.find((each) => part.startsWith(`${NAMES[each]}_`));
    if (!name) {
      return null;
    }
    const value = part.slice(NAMES[name].length + 1);
    operations[name] = NUMBERS.includes(name) ? Number(value) : value;
  }
  return operations;
}

// Returns an empty string without a width, which every resized image has.
function printed(operations) {
  if (!operations.width) {
    return '';
  }
  const fit = FITS[operations.fit];
  const known = {
    ...operations,
    fit,
    // Astro has names such as `mid`.
    quality: Number.isNaN(Number(operations.quality)) ? undefined : operations.quality,
    position: fit ? undefined : operations.position?.replace(' ', '-'),
    format: FORMATS[operations.format] ?? operations.format,
  };
  const needsHeight = ['fit', 'position'];
  return Object.keys(NAMES)
    .filter((name) => known[name] && String(known[name]) !== String(DEFAULTS[name]))
    .filter((name) => known.height || !needsHeight.includes(name))
    .map((name) => `${NAMES[name]}_${NUMBERS.includes(name) ? Math.round(known[name]) : known[name]}`)
    .join(',');
}
