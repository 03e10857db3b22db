"""Find out how much memory the decoded planes of a HEIF image take."""

from collections.abc import Iterable

from chalicelib.imaging.containers.heif_items import Property

# Samples per pixel without alpha: gray, 4:2:0, 4:2:2, 4:4:4 (ITU-T H.265, table 6-1).
_SAMPLES = (1.0, 1.5, 2.0, 3.0)
_FULL_CHROMA = 3
_EIGHT_BITS = 8
# The bytes of both configuration boxes up to the fields that matter here.
_AV1_BYTES, _HEVC_BYTES = 4, 18


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
