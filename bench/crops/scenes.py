"""Draw scenes with a subject at a known place: before a background, beside things of less interest."""

from io import BytesIO
from random import Random
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFilter

SCENES = 30
_SIZES = ((480, 320), (320, 480), (400, 400))
_SKIN = (224, 172, 138)
Size = tuple[int, int]


class Box(NamedTuple):
    """The edges of a box, as fractions of an image's width and height."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """The box's part of the image, 0 if the edges are in the wrong order."""
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)


def iou(one: Box, other: Box) -> float:
    """Return the intersection of two boxes over their union: 1 for the same box, 0 for separate ones."""
    common = Box(
        max(one.left, other.left),
        max(one.top, other.top),
        min(one.right, other.right),
        min(one.bottom, other.bottom),
    ).area
    return common / (one.area + other.area - common)


def draw(seed: int) -> tuple[bytes, Box]:
    """Return a scene as a PNG, and the box around its subject. The same seed gives the same pixels."""
    random = Random(seed)  # noqa: S311 -- an image, not a secret
    size = _SIZES[seed % len(_SIZES)]
    scene = (_gradient, _foliage, _stripes)[seed // len(_SIZES) % 3](size, random)
    for _ in range(3):
        _distract(scene, random)
    reach = min(size) * random.uniform(0.14, 0.26)
    x, y = (random.uniform(reach, side - reach) for side in size)
    box = x - reach, y - reach, x + reach, y + reach
    (_portrait, _flower, _sign)[seed // 9 % 3](scene, box, random)
    buffer = BytesIO()
    scene.filter(ImageFilter.GaussianBlur(0.6)).save(buffer, "PNG")
    return buffer.getvalue(), Box(*(edge / side for edge, side in zip(box, size * 2, strict=True)))


def _color(random: Random, low: int, high: int) -> tuple[int, int, int]:
    return random.randint(low, high), random.randint(low, high), random.randint(low, high)


def _gradient(size: Size, random: Random) -> Image.Image:
    """Draw a sky or a wall: two muted colors that blend."""
    top, bottom = (Image.new("RGB", size, _color(random, 90, 210)) for _ in range(2))
    return Image.composite(bottom, top, Image.linear_gradient("L").resize(size))


def _foliage(size: Size, random: Random) -> Image.Image:
    """Draw a dense texture of dull green and brown strokes."""
    scene = Image.new("RGB", size, (60, 75, 45))
    pen = ImageDraw.Draw(scene)
    for _ in range(500):
        x, y = random.uniform(0, size[0]), random.uniform(0, size[1])
        end = x + random.uniform(-14, 14), y + random.uniform(-14, 14)
        pen.line((x, y, *end), fill=(random.randint(40, 95), random.randint(55, 110), 45), width=2)
    return scene


def _stripes(size: Size, random: Random) -> Image.Image:
    """Draw a wall of bricks or a floor of planks."""
    tone = _color(random, 110, 190)
    scene = Image.new("RGB", size, tone)
    pen = ImageDraw.Draw(scene)
    dark = tuple(level - 25 for level in tone)
    for y in range(0, size[1], random.randint(14, 30)):
        pen.line((0, y, size[0], y), fill=dark, width=2)
    return scene


def _distract(scene: Image.Image, random: Random) -> None:
    """Draw something small and dull, as is often at the edge of a photo."""
    x, y = random.uniform(0, scene.width), random.uniform(0, scene.height)
    reach = min(scene.size) * random.uniform(0.03, 0.06)
    box = (x - reach, y - reach, x + reach, y + reach)
    ImageDraw.Draw(scene).rectangle(box, fill=_color(random, 80, 170))


def _portrait(scene: Image.Image, box: tuple[float, float, float, float], random: Random) -> None:
    """Draw a face with hair, eyes and mouth above a shirt."""
    pen = ImageDraw.Draw(scene)
    left, top, right, bottom = box
    unit = (right - left) / 10
    pen.ellipse((left, top + 6.5 * unit, right, bottom + 3 * unit), fill=_color(random, 30, 220))
    pen.ellipse((left + 2 * unit, top, right - 2 * unit, top + 6 * unit), fill=(50, 35, 25))
    shade = random.uniform(0.55, 1.05)
    skin = tuple(min(255, int(level * shade)) for level in _SKIN)
    pen.ellipse((left + 2.6 * unit, top + unit, right - 2.6 * unit, top + 7.5 * unit), fill=skin)
    for eye in (4.0, 5.4):
        pen.ellipse(
            (left + eye * unit, top + 3.3 * unit, left + (eye + 0.6) * unit, top + 3.9 * unit), fill="black"
        )
    mouth = (left + 4.3 * unit, top + 5.6 * unit, left + 5.7 * unit, top + 6 * unit)
    pen.rectangle(mouth, fill=(150, 40, 40))


def _flower(scene: Image.Image, box: tuple[float, float, float, float], random: Random) -> None:
    """Draw petals of one saturated color around a center of another."""
    pen = ImageDraw.Draw(scene)
    left, top, right, bottom = box
    petal = random.choice(((230, 60, 120), (240, 190, 30), (200, 40, 40), (150, 60, 200), (245, 245, 240)))
    for angle in range(0, 360, 45):
        pen.pieslice(box, angle - 15, angle + 15, fill=petal, outline=(90, 60, 60))
    x, y, inner = (left + right) / 2, (top + bottom) / 2, (right - left) / 8
    pen.ellipse((x - inner, y - inner, x + inner, y + inner), fill=(240, 180, 40))


def _sign(scene: Image.Image, box: tuple[float, float, float, float], random: Random) -> None:
    """Draw a light board with dark bars, like a text."""
    pen = ImageDraw.Draw(scene)
    left, top, right, bottom = box
    pen.rectangle(box, fill=(240, 240, 235), outline=_color(random, 20, 200), width=4)
    line = (bottom - top) / 9
    for row in range(1, 8, 2):
        end = right - line * random.uniform(1, 3)
        pen.rectangle((left + line, top + row * line, end, top + (row + 1) * line), fill=(30, 30, 40))
