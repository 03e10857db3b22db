/**
 * Computes how a preset scales and crops an image, exactly as the service does (chalicelib/domain/geometry.py).
 * Tests hold both to the same vectors.
 */

const POSITIONS = { top: [null, 0], right: [1, null], bottom: [null, 1], left: [0, null], center: [null, null] };
// WebP's limit in pixels per side, the lowest of all output formats
const MAX_SIDE = 16_383;

/**
 * Return the size of the whole image after scaling, the size of the variant, and where the image's top left
 * corner lies on it: negative where the image is cropped, positive where it is padded. `focus` is the focal
 * point of crops in fractions of width and height, or null for the preset's position.
 */
export function plan(image, preset, focus) {
  const scaled = scaledSize(image, preset);
  const canvas = canvasSize(preset, scaled);
  const [x, y] = (preset.fit === "cover" && focus) || pointOf(preset.position ?? "center");
  return {
    scaled,
    canvas,
    offset: [offset(x, scaled[0], canvas[0]), offset(y, scaled[1], canvas[1])],
  };
}

/** Whether the service looks at the image to choose what to keep, which the page cannot predict. */
export function isAutomatic({ fit, position = "center" }) {
  return fit === "cover" && !position.split(" ").every((word) => word in POSITIONS);
}

function pointOf(position) {
  const words = position.split(" ").map((word) => POSITIONS[word] ?? [null, null]);
  return [0, 1].map((axis) => words.map((word) => word[axis]).find((value) => value !== null) ?? 0.5);
}

function scaledSize(image, preset) {
  const { width, height, fit = "inside", enlarge = false } = preset;
  const allowed = (factor) => (enlarge ? factor : Math.min(1, factor));
  const factors = factorsOf(image, preset);
  if (fit === "fill") return stretched(image, ...factors.map(allowed));
  let factor = allowed(fit === "cover" || fit === "outside" ? Math.max(...factors) : Math.min(...factors));
  if (fit === "outside" || !width || !height) {
    factor = Math.min(factor, MAX_SIDE / Math.max(image.width, image.height));
  }
  return stretched(image, factor, factor);
}

/** Return what to scale the width and the height by. A side that the preset leaves out follows the other. */
function factorsOf(image, { width, height }) {
  const [across, down] = [width && width / image.width, height && height / image.height];
  return [across || down, down || across];
}

function stretched({ width, height }, across, down) {
  return [Math.max(1, roundToEven(width * across)), Math.max(1, roundToEven(height * down))];
}

function canvasSize(preset, scaled) {
  const size = [preset.width || scaled[0], preset.height || scaled[1]];
  if (preset.fit === "contain") return size;
  return preset.fit === "cover" ? size.map((side, axis) => Math.min(side, scaled[axis])) : scaled;
}

function offset(focus, scaled, wanted) {
  if (scaled <= wanted) return Math.floor((wanted - scaled) * focus);
  const start = roundToEven(focus * scaled - wanted / 2);
  return 0 - Math.max(0, Math.min(scaled - wanted, start));
}

/** Round as Python does: half to the even neighbor. */
function roundToEven(number) {
  const below = Math.floor(number);
  if (number - below !== 0.5) return Math.round(number);
  return below % 2 === 0 ? below : below + 1;
}
