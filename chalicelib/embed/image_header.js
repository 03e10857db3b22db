/** Reads from the first bytes of a file which kind of image it is, and whether it is animated. */

const PNG = "89504e470d0a1a0a";

/** Return the content type of a JPEG, PNG or WebP file without animation, or null. */
export async function stillImageType(file) {
  const start = await bytes(file, 0, 32);
  const hex = [...start].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex.startsWith("ffd8ff")) return "image/jpeg";
  if (hex.startsWith(PNG)) return (await isAnimatedPng(file)) ? null : "image/png";
  // https://developers.google.com/speed/webp/docs/riff_container
  const isWebp = text(start, 0) === "RIFF" && text(start, 8) === "WEBP";
  const isAnimatedWebp = text(start, 12) === "VP8X" && (start[20] & 2) !== 0;
  return isWebp && !isAnimatedWebp ? "image/webp" : null;
}

/** An animation has the chunk `acTL` before its pixels: https://www.w3.org/TR/png-3/#acTL-chunk */
async function isAnimatedPng(file) {
  for (let at = 8; at + 8 <= file.size; ) {
    const header = await bytes(file, at, 8);
    const kind = text(header, 4);
    if (kind === "acTL" || kind === "IDAT") return kind === "acTL";
    at += 12 + new DataView(header.buffer).getUint32(0);
  }
  return false;
}

async function bytes(file, start, length) {
  return new Uint8Array(await file.slice(start, start + length).arrayBuffer());
}

function text(data, start) {
  return String.fromCharCode(...data.slice(start, start + 4));
}
