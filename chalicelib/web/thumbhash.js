/** Decodes a ThumbHash (about 25 bytes) into a blurred image. Format: https://evanw.github.io/thumbhash/ */

const MAX_SIDE = 32;

/** Return ImageData whose longer side has MAX_SIDE pixels. `text` is base64. */
export function decode(text) {
  const hash = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const header = readHeader(hash);
  const channels = readChannels(hash, header);
  const width = Math.round(header.ratio > 1 ? MAX_SIDE : MAX_SIDE * header.ratio);
  const height = Math.round(header.ratio > 1 ? MAX_SIDE / header.ratio : MAX_SIDE);
  const image = new ImageData(width, height);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      image.data.set(color(channels, (x + 0.5) / width, (y + 0.5) / height), at);
    }
  }
  return image;
}

function readHeader(hash) {
  const first = hash[0] | (hash[1] << 8) | (hash[2] << 16);
  const second = hash[3] | (hash[4] << 8);
  const transparent = Boolean(first >> 23);
  const landscape = Boolean(second >> 15);
  const most = transparent ? 5 : 7;
  const shorter = second & 7;
  const [nx, ny] = landscape ? [most, shorter] : [shorter, most];
  return { first, second, transparent, nx: Math.max(3, nx), ny: Math.max(3, ny), ratio: nx / ny };
}

/** Read the channels. Each has a mean and a list of waves as [x frequency, y frequency, amplitude]. */
function readChannels(hash, { first, second, transparent, nx, ny }) {
  const nibble = reader(hash, transparent ? 6 : 5);
  const channel = (mean, scale, width, height) => ({ mean, waves: waves(nibble, scale, width, height) });
  return {
    light: channel((first & 63) / 63, ((first >> 18) & 31) / 31, nx, ny),
    // like the reference decoder, increase the saturation by a quarter to make up for rounding
    yellow: channel(((first >> 6) & 63) / 31.5 - 1, (((second >> 3) & 63) / 63) * 1.25, 3, 3),
    red: channel(((first >> 12) & 63) / 31.5 - 1, (((second >> 9) & 63) / 63) * 1.25, 3, 3),
    alpha: transparent ? channel((hash[5] & 15) / 15, (hash[5] >> 4) / 15, 5, 5) : { mean: 1, waves: [] },
  };
}

function reader(hash, start) {
  let at = start * 2;
  return () => (hash[at >> 1] >> ((at++ & 1) << 2)) & 15;
}

function waves(nibble, scale, nx, ny) {
  const found = [];
  for (let y = 0; y < ny; y += 1) {
    for (let x = y ? 0 : 1; x * ny < nx * (ny - y); x += 1) {
      found.push([x, y, (nibble() / 7.5 - 1) * scale]);
    }
  }
  return found;
}

function color({ light, yellow, red, alpha }, x, y) {
  const [l, p, q, a] = [light, yellow, red, alpha].map((channel) => value(channel, x, y));
  const blue = l - (2 / 3) * p;
  const r = (3 * l - blue + q) / 2;
  return [r, r - q, blue, a].map((part) => 255 * Math.min(1, Math.max(0, part)));
}

function value({ mean, waves }, x, y) {
  const wave = (sum, [fx, fy, amplitude]) =>
    sum + amplitude * 2 * Math.cos(Math.PI * fx * x) * Math.cos(Math.PI * fy * y);
  return waves.reduce(wave, mean);
}
