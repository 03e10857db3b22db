"""Small, reproducible images for the tests of the image engine."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageChops

from chalicelib.domain.geometry import plan
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import Rendered, VariantSpec

# The transposition from an upright image to one stored with this EXIF orientation.
UNDO = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}

ENGINE = PillowEngine(Limits())

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 180, 30), (30, 30, 220), (230, 220, 40)


def quarters(width: int = 160, height: int = 120) -> Image.Image:
    """Return four colored quarters, so that each rotation and mirroring looks different.

    Red is top left, green top right, blue bottom left, yellow bottom right.
    """
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(YELLOW, (width // 2, height // 2, width, height))
    return image


def photo(width: int, height: int) -> Image.Image:
    """Return a smooth image with some detail, which encoders treat much like a photo."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    rings = Image.radial_gradient("L").resize((width, height)).point(lambda value: abs(value * 4 % 512 - 256))
    return Image.merge("RGB", (across, down, rings))


def soft(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Return a gradient of some thousand colors."""
    across = Image.linear_gradient("L").rotate(90).resize(size).point([level // 2 for level in range(256)])
    down = Image.linear_gradient("L").resize(size).point([60 + level // 2 for level in range(256)])
    return Image.merge("RGB", (across, down, ImageChops.invert(across)))


def encoded(image: Image.Image, format_: str, **options: Any) -> bytes:
    """Return the image as a file in this Pillow format."""
    buffer = BytesIO()
    image.save(buffer, format=format_, **options)
    return buffer.getvalue()


def rotated(orientation: int, **options: Any) -> bytes:
    """Return a JPEG of `quarters`, stored with this EXIF orientation."""
    image = quarters()
    if orientation in UNDO:
        image = image.transpose(UNDO[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(image, "jpeg", quality=95, exif=exif, **options)


def render(content: bytes, *specs: VariantSpec) -> tuple[Rendered, ...]:
    """Inspect, plan and render, as the pipeline does."""
    info = ENGINE.inspect(content)
    return ENGINE.render(content, info, plan(info, specs)).variants


def rendered(content: bytes, **spec: Any) -> Image.Image:
    """Render one variant and open it. The default size is 60 x 60."""
    (variant,) = render(content, VariantSpec(**{"name": "v", "width": 60, "height": 60, **spec}))
    return opened(variant.content)


def opened(content: bytes) -> Image.Image:
    """Open and decode a file. The palette of a PNG becomes colors."""
    image = Image.open(BytesIO(content))
    image.load()
    if image.mode != "P" or image.format != "PNG":
        return image
    colors = image.convert("RGBA" if "transparency" in image.info else "RGB")
    colors.format = image.format
    return colors


def near(actual: Any, expected: tuple[int, ...], tolerance: int = 12) -> bool:
    """Return whether a pixel has the expected color, with a tolerance for lossy formats."""
    return all(abs(a - e) <= tolerance for a, e in zip(actual, expected, strict=True))
