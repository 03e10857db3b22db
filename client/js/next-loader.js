'use client';

/**
 * A loader for the Image component of Next.js, which requests variants on demand.
 *
 * `src` is `on_demand.url` of an image's document, or a URL with operations. Those stay, and a crop keeps its
 * ratio; only the width and the quality change. Other URLs are returned as they are.
 * https://nextjs.org/docs/app/api-reference/config/next-config-js/images
 */

// {base}/i/{image_id}/{version}/{operations}
const ADDRESS = /^(.*\/i\/[A-Za-z0-9_-]+\/[0-9a-f]{12}\/)([^/?#]+)(?:[?#].*)?$/;
const TEMPLATE = /^(?:\{|%7B)operations(?:\}|%7D)$/i;
// The quality of URLs that name none.
const DEFAULT_QUALITY = 80;

/**
 * @param {{ src: string, width: number, quality?: number }} properties
 * @returns {string}
 */
export default function darkroomLoader({ src, width, quality }) {
  const [, base, last] = ADDRESS.exec(src) ?? [];
  if (!base) {
    return src;
  }
  const operations = TEMPLATE.test(last) ? [] : last.split(/,|%2C/i);
  if (operations.some((each) => each.startsWith('p_'))) {
    return src; // a preset has its own size
  }
  return base + [`w_${width}`, ...others(operations, width), ...qualityOf(operations, quality)].join(',');
}

function others(operations, width) {
  const [oldWidth, oldHeight] = ['w_', 'h_'].map((name) => valueOf(operations, name));
  const kept = operations.filter((each) => /^(?:fit|pos|f)_/.test(each));
  return oldHeight ? [`h_${Math.max(1, Math.round((width * oldHeight) / oldWidth))}`, ...kept] : kept;
}

function qualityOf(operations, quality) {
  const chosen = quality ?? valueOf(operations, 'q_') ?? DEFAULT_QUALITY;
  return chosen === DEFAULT_QUALITY ? [] : [`q_${chosen}`];
}

function valueOf(operations, name) {
  const found = operations.find((each) => each.startsWith(name));
  return found && Number(found.slice(name.length));
}
