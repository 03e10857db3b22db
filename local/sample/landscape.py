"""Draws the landscape of the sample image, an evening at a mountain lake, always with the same pixels."""

from collections.abc import Sequence
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from local.sample.scenery import Color, Point, firs, gradient, skyline

WIDTH, HEIGHT = 3000, 4000
SHORE = 2600
"""The top of the water, in pixels from the top."""

SKY: Sequence[Color] = ((24, 34, 84), (72, 66, 138), (176, 98, 146), (244, 148, 122), (255, 216, 160))
SUN = (1960, 1700)
# From far to near: mean height of the ridge in pixels from the top, its variation in pixels, and its
# colors at the top and at the hazy foot.
RIDGES: Sequence[tuple[int, int, Color, Color]] = (
    (1790, 620, (196, 122, 142), (252, 190, 150)),
    (2010, 480, (142, 92, 136), (226, 150, 142)),
    (2210, 360, (92, 70, 122), (178, 116, 134)),
    (2400, 220, (54, 50, 98), (112, 82, 120)),
)
FOREST: Color = (24, 28, 62)
NEAR: Color = (9, 13, 31)
WATER: Color = (44, 32, 84)


def landscape() -> Image.Image:
    """Return the image: RGB, upright, WIDTH x HEIGHT."""
    random = Random(19)  # noqa: S311 - not a secret
    image = gradient(SKY, (WIDTH, HEIGHT))
    image.paste(gradient(SKY, (WIDTH, SHORE)))
    _stars(image, random)
    _sun(image)
    for level, swing, top, foot in RIDGES:
        _ridge(image, skyline(random, WIDTH, level, swing), top, foot)
    far_trees = [(x, SHORE + 6, random.randint(30, 60) + random.randrange(90)) for x in range(0, WIDTH, 11)]
    firs(image, random, far_trees, FOREST)
    _lake(image)
    _near_shore(image, random)
    return image


def _stars(image: Image.Image, random: Random) -> None:
    draw = ImageDraw.Draw(image)
    for _ in range(130):
        x, y, radius = random.randrange(WIDTH), int(random.random() ** 2 * 1100), random.choice((2, 2, 3, 4))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(206, 200, 232))


def _sun(image: Image.Image) -> None:
    x, y = SUN
    # Pillow's gradient is 0 at the center and 181 at the middle of each side
    glow = Image.radial_gradient("L").point([max(0, 181 - v) ** 2 // 170 for v in range(256)])
    for radius, color in ((1900, (255, 178, 124)), (620, (255, 236, 184))):
        image.paste(color, (x - radius, y - radius), glow.resize((2 * radius, 2 * radius)))
    ImageDraw.Draw(image).ellipse((x - 165, y - 165, x + 165, y + 165), fill=(255, 246, 214))


def _ridge(image: Image.Image, line: Sequence[Point], top: Color, foot: Color) -> None:
    highest = int(min(y for _, y in line))
    size = (WIDTH, SHORE - highest)
    mask = Image.new("L", size)
    outline = [(x, y - highest) for x, y in line]
    ImageDraw.Draw(mask).polygon([(0, size[1]), *outline, (WIDTH, size[1])], fill=255)
    image.paste(gradient((top, top, foot), size), (0, highest), mask)


def _lake(image: Image.Image) -> None:
    """Mirror the scene above the water, darker toward the viewer, and add ripples."""
    depth = HEIGHT - SHORE
    above = image.crop((0, SHORE - depth, WIDTH, SHORE)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    shade = Image.linear_gradient("L").point(lambda v: 50 + v * 2 // 5).resize((WIDTH, depth))
    above.paste(WATER, (0, 0), shade)
    image.paste(above.filter(ImageFilter.BoxBlur((3, 14))), (0, SHORE))
    random = Random(5)  # noqa: S311 - not a secret
    draw = ImageDraw.Draw(image, "RGBA")
    for _ in range(420):
        nearness = random.random() ** 1.6
        x, y = random.gauss(SUN[0], 120 + 900 * nearness), SHORE + 12 + depth * nearness
        half = 30 + 190 * nearness * random.random()
        bright = (255, 214, 170, 70) if abs(x - SUN[0]) < 260 + 300 * nearness else (214, 170, 196, 34)
        draw.ellipse((x - half, y, x + half, y + 3 + 7 * nearness), fill=bright)


def _near_shore(image: Image.Image, random: Random) -> None:
    bank = [(0, 3560), (420, 3640), (900, 3800), (1500, 3930), (1700, HEIGHT), (0, HEIGHT)]
    ImageDraw.Draw(image).polygon(bank, fill=NEAR)
    trees = [(-40, 3700, 1500), (190, 3720, 1900), (420, 3720, 1250), (640, 3790, 900), (850, 3860, 620)]
    firs(image, random, [*trees, (1040, 3900, 420), (2830, 4060, 900), (2990, 4040, 1300)], NEAR)
