"""Find EXIF, XMP, ICC profiles and C2PA manifests in the segments of a JPEG. The input is untrusted.

Each function takes the data of all segments with one marker, in the file's order.
"""

from collections import defaultdict
from collections.abc import Sequence

from chalicelib.imaging.containers import metadata_limits
from chalicelib.imaging.metadata import exif

_EXIF, _EXIF_SIZE = b"Exif\0", 6
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_ICC, _ICC_SIZE = b"ICC_PROFILE\0", 14
_BOX = b"JP"
_BOX_SIZE, _LONG_BOX_SIZE = 8, 16
_LONG_BOX = b"\0\0\0\x01"


def exif_block(app1: Sequence[bytes]) -> bytes:
    """Return the block in the first EXIF segment (Exif 2.32, section 4.7.2), empty if it is unreadable.

    The identifier is `Exif`, a zero byte, and a byte that Chromium ignores. It ignores later EXIF segments,
    too.
    """
    blocks = (data[_EXIF_SIZE:] for data in app1 if data.startswith(_EXIF))
    block = next(blocks, b"")
    return block if exif.is_readable(block) else b""


def xmp_packet(app1: Sequence[bytes]) -> bytes:
    """Return the first packet (XMP part 3, section 1.1.3). Extended XMP, over 64 KB, is not read."""
    return next((data.removeprefix(_XMP) for data in app1 if data.startswith(_XMP)), b"")


def icc_profile(app2: Sequence[bytes]) -> bytes | None:
    """Return the profile, None if its parts contradict each other (ICC.1:2022, annex B.4).

    As in libjpeg's jpeg_read_icc_profile, each part must be there once, and name the number of parts.
    """
    parts = sorted(data[len(_ICC) :] for data in app2 if data.startswith(_ICC) and len(data) >= _ICC_SIZE)
    numbering = [(number, len(parts)) for number in range(1, len(parts) + 1)]
    if sum(map(len, parts)) > metadata_limits.ICC + 2 * len(parts):
        return None
    if not parts or [(part[0], part[1]) for part in parts] != numbering:
        return None
    return b"".join(part[2:] for part in parts)


def c2pa_store(app11: Sequence[bytes]) -> bytes:
    """Return the C2PA manifest store, empty if there is none or a part of it is missing.

    A segment has `JP`, the number of the box (2 bytes), the number of the part (4 bytes), and the part. Each
    part starts with the header of the box (ISO/IEC 18477-3, annex B; C2PA 2.2, section A.3.1).
    """
    boxes = defaultdict[bytes, list[tuple[bytes, bytes]]](list)
    for data in app11:
        if data.startswith(_BOX) and len(data) >= _BOX_SIZE + _BOX_SIZE:
            boxes[data[2:4]].append((data[4:8], data[8:]))
    stores = (_box([part for _, part in sorted(parts)]) for parts in boxes.values())
    return next((store for store in stores if store), b"")


def _box(parts: Sequence[bytes]) -> bytes:
    first, *rest = parts
    size = _LONG_BOX_SIZE if first.startswith(_LONG_BOX) else _BOX_SIZE
    is_store = first[4:8] == b"jumb" and first[size + 8 : size + 12] == b"c2pa"
    length = int.from_bytes(first[8:16] if size == _LONG_BOX_SIZE else first[:4], "big")
    if not is_store or length > metadata_limits.C2PA:
        return b""
    box = b"".join((first, *(part[size:] for part in rest)))
    return box[:length] if len(box) >= length else b""
