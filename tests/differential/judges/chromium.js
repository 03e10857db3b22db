// Decodes files as Chromium shows them, and measures them like decoded.py does. Runs in a page on 127.0.0.1,
// because ImageDecoder needs a secure context.

const GRID = 16;
const TIMEOUT = 20_000;
// Measuring a larger image would block the page for longer than that.
const MAX_PIXELS = 60_000_000;

// The share of each pixel in each cell of the grid, along one axis.
function shares(length) {
  return Array.from({ length: GRID }, (_, cell) => {
    const from = (cell * length) / GRID;
    const to = ((cell + 1) * length) / GRID;
    const pixels = [];
    for (let at = Math.floor(from); at < Math.min(length, Math.ceil(to)); at += 1) {
      pixels.push([at, (Math.min(to, at + 1) - Math.max(from, at)) / (to - from)]);
    }
    return pixels;
  });
}

function means(data, width, height) {
  const across = shares(width);
  const rows = new Float32Array(height * GRID * 3);
  for (let y = 0; y < height; y += 1) {
    for (let cell = 0; cell < GRID; cell += 1) {
      for (const [x, share] of across[cell]) {
        for (let band = 0; band < 3; band += 1) {
          rows[(y * GRID + cell) * 3 + band] += share * data[(y * width + x) * 4 + band];
        }
      }
    }
  }
  const grid = new Float32Array(GRID * GRID * 3);
  shares(height).forEach((pixels, cell) => {
    for (const [y, share] of pixels) {
      for (let at = 0; at < GRID * 3; at += 1) grid[cell * GRID * 3 + at] += share * rows[y * GRID * 3 + at];
    }
  });
  return grid;
}

function measured(image, width, height, duration) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const over = (background) => {
    context.fillStyle = background;
    context.fillRect(0, 0, width, height);
    context.drawImage(image, 0, 0, width, height);
    const grid = means(context.getImageData(0, 0, width, height).data, width, height);
    return btoa(String.fromCharCode(...new Uint8Array(grid.buffer)));
  };
  return { light: over("white"), dark: over("black"), duration };
}

// Return every frame of an animation, and none of a still image, or null if the file contains no image.
// `whole` is false if it is broken.
async function animation(bytes, type, width, height) {
  if (!type || !(await ImageDecoder.isTypeSupported(type))) return { whole: true, frames: [] };
  const frames = [];
  let plays = 1;
  const decoder = new ImageDecoder({ data: bytes, type });
  try {
    await decoder.completed;
    await decoder.tracks.ready;
    const { frameCount, repetitionCount } = decoder.tracks.selectedTrack;
    if (frameCount === 0) return null;
    plays = Number.isFinite(repetitionCount) ? repetitionCount + 1 : 0;
    for (let frameIndex = 0; frameIndex < frameCount; frameIndex += 1) {
      const { image } = await decoder.decode({ frameIndex });
      if (frameCount > 1) frames.push(measured(image, width, height, (image.duration ?? 0) / 1000));
      image.close();
    }
    return { whole: true, frames, plays };
  } catch {
    return { whole: false, frames, plays };
  } finally {
    decoder.close();
  }
}

async function decoded([base64, type]) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes]));
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width * height > MAX_PIXELS) return null;
    const found = await animation(bytes, type, width, height);
    if (!found) return null;
    const { whole, frames, plays } = found;
    return { width, height, whole, plays, frames: frames.length ? frames : [measured(image, width, height, 0)] };
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function late() {
  return new Promise((resolve) => { setTimeout(resolve, TIMEOUT, null); });
}

window.decodeAll = async (files) => {
  const results = [];
  for (const file of files) results.push(await Promise.race([decoded(file), late()]));
  return results;
};
