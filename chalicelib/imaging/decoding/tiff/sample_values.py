"""Turn the bytes of samples into images.

Integers are reduced to their highest 8 bits. Floating-point values are from 0 to 1. Colors are linear light,
as in libvips, unless the page has a profile, which then describes them. A single gray sample is not scaled,
because its range depends on the whole image (see pixel_modes.py).
"""

from array import array
from collections.abc import Sequence
from functools import lru_cache
from struct import pack, unpack

from PIL import Image, ImageMath
from PIL.ExifTags import Base

from chalicelib.imaging.containers.ifd import Order
from chalicelib.imaging.containers.tiff_page import Page
from chalicelib.imaging.containers.tiff_tags import Extra, Predictor, Sample

Size = tuple[int, int]
_RAW_MODES = {("<", 4): "F;32F", (">", 4): "F;32BF", ("<", 8): "F;64F", (">", 8): "F;64BF"}
_HALF = 2
_MAX_8_BITS, _MAX_16_BITS = 0xFF, 0xFFFF


def one_of(data: bytes, number: int, samples: int, size: int) -> bytes:
    """Return the bytes of one of several samples per pixel. Each has `size` bytes."""
    if samples == 1:
        return data
    joined = bytearray(len(data) // samples)
    for place in range(size):
        joined[place::size] = data[number * size + place :: samples * size]
    return bytes(joined)


def images(samples: Sequence[bytes], size: Size, page: Page) -> list[Image.Image]:
    """Return an image for each sample: with 8 bits, or with float values if the page has only one sample."""
    order = ">" if page.predictor is Predictor.FLOAT else page.ifd.order
    width = page.bits // 8
    if page.sample is not Sample.FLOAT:
        return [
            Image.frombytes("L", size, each[0 if order == ">" else width - 1 :: width]) for each in samples
        ]
    if width == _HALF and page.samples > 1 and page.alpha is not Extra.ASSOCIATED_ALPHA:
        return _encoded_halves(samples, size, order, page)
    values = [_floats(each, size, order, width) for each in samples]
    return values if page.samples == 1 else _encoded(values, page)


def _encoded_halves(samples: Sequence[bytes], size: Size, order: Order, page: Page) -> list[Image.Image]:
    """Encode half precision by tables, because it has only 65,536 values, and Pillow no raw mode for it."""
    raw_mode = "I;16" if order == "<" else "I;16B"
    codes = [Image.frombytes("I;16", size, each, "raw", raw_mode, 0, 1).convert("I") for each in samples]
    tables = [_half_table(linear=_is_linear(page))] * page.colors + [_half_table(linear=False)]
    return [code.point(table, "L") for code, table in zip(codes, tables, strict=False)]


@lru_cache(maxsize=2)
def _half_table(*, linear: bool) -> list[int]:
    """Return the 8-bit values of all numbers with half precision. NaN is black."""
    codes = range(_MAX_16_BITS + 1)
    values = unpack(f"<{len(codes)}e", pack(f"<{len(codes)}H", *codes))
    clamped = (min(value, 1.0) if value > 0 else 0.0 for value in values)
    return [round(_MAX_8_BITS * (_srgb(value) if linear else value)) for value in clamped]


def _is_linear(page: Page) -> bool:
    return page.colors > 1 and Base.InterColorProfile not in page.ifd.entries


def _floats(data: bytes, size: Size, order: Order, width: int) -> Image.Image:
    if width == _HALF:
        halves = array("f", unpack(f"{order}{len(data) // width}e", data))
        return Image.frombytes("F", size, halves.tobytes(), "raw", "F;32NF")
    return Image.frombytes("F", size, data, "raw", _RAW_MODES[order, width])


def _encoded(values: Sequence[Image.Image], page: Page) -> list[Image.Image]:
    colors, alpha = values[: page.colors], values[page.colors :]
    if page.alpha is Extra.ASSOCIATED_ALPHA:
        colors = [_divided(each, alpha[0]) for each in colors]
    encode = _to_srgb if _is_linear(page) else _to_8_bits
    return [*map(encode, colors), *map(_to_8_bits, alpha)]


def _divided(values: Image.Image, by: Image.Image) -> Image.Image:
    quotient: Image.Image = ImageMath.lambda_eval(lambda bands: bands["a"] / bands["b"], a=values, b=by)
    return quotient


def _to_8_bits(values: Image.Image) -> Image.Image:
    return values.point(lambda value: value * _MAX_8_BITS + 0.5).convert("L")


def _to_srgb(values: Image.Image) -> Image.Image:
    clamped: Image.Image = ImageMath.lambda_eval(
        lambda bands: bands["min"](bands["max"](bands["x"], 0.0), 1.0), x=values
    )
    return clamped.point(lambda value: value * _MAX_16_BITS + 0.5).convert("I").point(_srgb_curve(), "L")


@lru_cache(maxsize=1)
def _srgb_curve() -> list[int]:
    """Return the 8-bit sRGB values of 16-bit linear ones (IEC 61966-2-1)."""
    return [round(_MAX_8_BITS * _srgb(value / _MAX_16_BITS)) for value in range(_MAX_16_BITS + 1)]


def _srgb(linear: float) -> float:
    return linear * 12.92 if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055  # noqa: PLR2004  the standard's
