"""Interpret the properties of a HEIF image: size, crop, orientation and color (ISO/IEC 23008-12, 6.5)."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import floor

from chalicelib.imaging.color.code_points import of_still_image
from chalicelib.imaging.color.description import Cicp, ColorDescription
from chalicelib.imaging.containers import metadata_limits
from chalicelib.imaging.containers.heif_items import Property
from chalicelib.imaging.containers.isobmff import BrokenBox, Fields

Size = tuple[int, int]
Rectangle = tuple[int, int, int, int]

# What an orientation (EXIF 1-8) becomes by a quarter turn counterclockwise, and by mirroring around the
# vertical axis (left becomes right) or the horizontal one.
_TURNED = (0, 8, 5, 6, 7, 4, 1, 2, 3)
_LEFT_TO_RIGHT = (0, 2, 1, 4, 3, 6, 5, 8, 7)
_TOP_TO_BOTTOM = (0, 4, 3, 2, 1, 8, 7, 6, 5)
_ICC_KINDS = (b"prof", b"rICC")
_NCLX_BYTES = 11
# `clli` has the maximum and average light level; `mdcv` has it after eight coordinates, in 0.0001 cd/m².
_LIGHT_LEVEL, _DISPLAY = slice(0, 2), slice(16, 20)
_DISPLAY_UNIT = 10_000
# Samples per pixel without alpha: gray, 4:2:0, 4:2:2, 4:4:4 (ITU-T H.265, table 6-1).
_SAMPLES = (1.0, 1.5, 2.0, 3.0)
_FULL_CHROMA = 3
_EIGHT_BITS = 8
# The bytes of both configuration boxes up to the fields that matter here.
_AV1_BYTES, _HEVC_BYTES = 4, 18


def size(properties: Iterable[Property]) -> Size:
    """Return the width and height of the coded image, before crop and orientation. Raises BrokenBox."""
    for each in properties:
        if each.kind == b"ispe":
            fields = _fields(each)
            fields.uint(4)
            width, height = fields.uint(4), fields.uint(4)
            if width and height:
                return width, height
    raise BrokenBox("the image has no size")


def crop(properties: Sequence[Property]) -> Rectangle | None:
    """Return the clean aperture as left, top, right and bottom, None if there is none or an invalid one.

    Its offsets are from the center of the image to the center of the aperture (ISO/IEC 14496-12, 12.1.4).
    """
    for each in properties:
        if each.kind == b"clap":
            return _clean_aperture(_fields(each), size(properties))
    return None


def _clean_aperture(fields: Fields, whole: Size) -> Rectangle | None:
    pairs = [(fields.uint(4), fields.uint(4)) for _ in range(4)]
    if not all(denominator for _, denominator in pairs):
        return None
    width, height, across, down = (Fraction(_signed(over), under) for over, under in pairs)
    left, top = floor((whole[0] - width) / 2 + across), floor((whole[1] - height) / 2 + down)
    right, bottom = left + floor(width), top + floor(height)
    if not (0 <= left < right <= whole[0] and 0 <= top < bottom <= whole[1]):
        return None
    return left, top, right, bottom


def _signed(value: int) -> int:
    return value - (1 << 32) if value >> 31 else value


def orientation(properties: Iterable[Property]) -> int:
    """Return the rotations (`irot`) and mirrorings (`imir`), in their order, as an EXIF orientation."""
    result = 1
    for each in properties:
        value = each.data[0] if each.data else 0
        if each.kind == b"irot":
            for _ in range(value & 3):
                result = _TURNED[result]
        elif each.kind == b"imir":
            result = (_LEFT_TO_RIGHT if value & 1 else _TOP_TO_BOTTOM)[result]
    return result


def color(properties: Iterable[Property]) -> ColorDescription:
    """Return what the `colr` boxes describe.

    An ICC profile takes precedence for the colors. The decoder takes the matrix coefficients from the
    other kind of box (AV1 Image File Format 1.1, 2.2.1, and what Chromium does).
    """
    properties = list(properties)
    boxes = [each.data for each in properties if each.kind == b"colr"]
    icc = next((data[4:] for data in boxes if data[:4] in _ICC_KINDS), b"")
    if 0 < len(icc) <= metadata_limits.ICC:
        return ColorDescription(icc=icc)
    return ColorDescription(cicp=_cicp(boxes), max_luminance=_max_luminance(properties))


def is_nclx(data: bytes) -> bool:
    """Return whether the content of a `colr` box is code points, with all of their fields."""
    return data[:4] == b"nclx" and len(data) >= _NCLX_BYTES


def _cicp(boxes: Iterable[bytes]) -> Cicp | None:
    for data in boxes:
        if is_nclx(data):
            fields = Fields(data, 4, len(data))
            primaries, transfer, matrix = fields.uint(2), fields.uint(2), fields.uint(2)
            full_range = bool(fields.uint(1) >> 7)
            return of_still_image(Cicp(primaries, transfer, matrix, full_range))
    return None


def _max_luminance(properties: Iterable[Property]) -> float | None:
    """Return what ColorDescription says (ISO/IEC 14496-12, 12.1.6 and 12.1.7)."""
    found = {each.kind: each.data for each in properties if each.kind in (b"clli", b"mdcv")}
    light_level = int.from_bytes(found.get(b"clli", b"")[_LIGHT_LEVEL], "big")
    display = int.from_bytes(found.get(b"mdcv", b"")[_DISPLAY], "big")
    return light_level or display / _DISPLAY_UNIT or None


def _fields(each: Property) -> Fields:
    return Fields(each.data, 0, len(each.data))


def bytes_per_pixel(properties: Iterable[Property], *, has_alpha: bool) -> float:
    """Return the bytes per pixel of the planes: 16 bits per sample with full chroma if that is unknown."""
    chroma, bits = next(filter(None, map(_coding, properties)), (_FULL_CHROMA, _EIGHT_BITS + 1))
    return (_SAMPLES[chroma] + has_alpha) * (2 if bits > _EIGHT_BITS else 1)


def _coding(each: Property) -> tuple[int, int] | None:
    """Return the chroma format (H.265, 7.4.3.2.1) and the bits per sample of a configuration box."""
    if each.kind == b"av1C" and len(each.data) >= _AV1_BYTES:
        # AV1 Codec ISO Media File Format Binding 1.2, section 2.3.3.
        flags = each.data[2]
        chroma = {0b10: 2, 0b11: 1}.get(flags >> 2 & 0b11, _FULL_CHROMA)
        return (0 if flags & 0b10000 else chroma), (_EIGHT_BITS + 2 if flags & 0b1000000 else _EIGHT_BITS)
    if each.kind == b"hvcC" and len(each.data) >= _HEVC_BYTES:
        # ISO/IEC 14496-15, section 8.3.2.1.
        return each.data[16] & 0b11, _EIGHT_BITS + (each.data[17] & 0b111)
    return None
