"""Draw images that compress like photos: soft light, edges, texture of amplitude 1/f, and sensor noise.

White noise would make every decoder look the same, and flat drawings would make entropy decoding look free.
The same seed and size give the same pixels on every machine.
"""

from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Size = tuple[int, int]

OCTAVES = 8
SHAPES = 400
ROUGH_TO_SMOOTH = (0.9, 1.2)
DULL_TO_HARSH = (1.0, 2.2)
# Side of one octave's noise in pixels. Larger images repeat it, which a 300-pixel thumbnail does not show.
TILE = 2048


def photo(size: Size, seed: int) -> Image.Image:
    """Draw one RGB image."""
    random = Random(seed)  # noqa: S311 -- an image, not a secret
    scene = _light(size, random)
    scene = Image.composite(_light(size, random), scene, _shapes(size, random))
    scene = _shade(scene, _texture(size, random), random)
    lens = scene.filter(ImageFilter.GaussianBlur(0.7))
    return _with_noise(lens, random)


def mosaic(size: Size, tile: Image.Image) -> Image.Image:
    """Fill `size` with `tile` and its mirror images, so that no seam adds an edge."""
    whole = Image.new("RGB", size)
    for row in range(-(-size[1] // tile.height)):
        for column in range(-(-size[0] // tile.width)):
            piece = tile
            if column % 2:
                piece = piece.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            if row % 2:
                piece = piece.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
            whole.paste(piece, (column * tile.width, row * tile.height))
    return whole


def _light(size: Size, random: Random) -> Image.Image:
    """Blend a few muted colors over the whole image, without edges."""
    tones = [random.randint(40, 215) for _ in range(12)]
    few = Image.frombytes(
        "RGB", (4, 3), bytes(tone + random.randint(-35, 35) for tone in tones for _ in "RGB")
    )
    return few.resize(size, Image.Resampling.BICUBIC)


def _shapes(size: Size, random: Random) -> Image.Image:
    """Draw a mask of shapes in many sizes, round, straight and thin. Many extend beyond the image."""
    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    unit = max(size)
    for _ in range(SHAPES):
        x, y = random.uniform(-0.1, 1) * size[0], random.uniform(-0.1, 1) * size[1]
        reach = unit * random.choice((0.005, 0.01, 0.02, 0.05, 0.2))
        corner = (x + reach * random.uniform(0.3, 1), y + reach * random.uniform(0.3, 1))
        tone = random.choice((0, 70, 140, 255))
        kind = random.choice((draw.ellipse, draw.rectangle, draw.line))
        if kind == draw.line:
            draw.line((x, y, *corner), fill=tone, width=max(1, int(unit * 0.0007)))
        else:
            kind((x, y, *corner), fill=tone)
    return mask


def _texture(size: Size, random: Random) -> Image.Image:
    """Sum octaves of noise at about equal strength (amplitude 1/f), some rougher and some smoother."""
    persistence = random.uniform(*ROUGH_TO_SMOOTH)
    texture, total = _octave(size, 1, random), 1.0
    for power in range(1, OCTAVES):
        weight = persistence**power
        total += weight
        texture = Image.blend(texture, _octave(size, 2**power, random), weight / total)
    return texture


def _octave(size: Size, grain: int, random: Random) -> Image.Image:
    width, height = -(-size[0] // grain), -(-size[1] // grain)
    across, down = min(width, TILE), min(height, TILE)
    noise = Image.frombytes("L", (across, down), random.randbytes(across * down))
    if (across, down) != (width, height):
        noise = mosaic((width, height), noise.convert("RGB")).getchannel(0)
    return noise.resize(size, Image.Resampling.BICUBIC) if grain > 1 else noise


def _shade(scene: Image.Image, texture: Image.Image, random: Random) -> Image.Image:
    """Lighten and darken the scene with the texture, at a random contrast."""
    gray = Image.merge("RGB", (texture, texture, texture))
    contrast = random.uniform(*DULL_TO_HARSH)
    return ImageChops.soft_light(scene, gray).point(lambda level: (level - 128) * contrast + 128)


def _with_noise(scene: Image.Image, random: Random) -> Image.Image:
    """Add sensor noise of a few levels, different in each channel."""
    noise = Image.merge("RGB", [_octave(scene.size, 1, random) for _ in range(3)])
    return ImageChops.add(scene, noise.point(lambda level: level // 32), offset=-4)
