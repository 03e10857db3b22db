"""Read the container of JPEG (ITU-T T.81, annex B; JFIF 1.02). The input is untrusted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from chalicelib.errors import CorruptImage, UnsupportedFormat
from chalicelib.imaging.color.description import ColorDescription
from chalicelib.imaging.containers import jpeg_metadata
from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.containers.jpeg_segments import (
    SOS,
    Segment,
    count_scans,
    has_several_scans,
    header_segments,
    is_arithmetic,
)
from chalicelib.imaging.metadata import exif

_START = b"\xff\xd8"
_APP0, _APP1, _APP2, _APP11, _APP14 = 0xE0, 0xE1, 0xE2, 0xEB, 0xEE
# The start of a frame: baseline, extended, progressive, lossless, and the first three with arithmetic coding.
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC9, 0xCA}
# Lossless with arithmetic coding, and hierarchical, which no decoder at hand supports.
_UNSUPPORTED_FRAMES = {0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF}
# DHT, DAC, DQT, DRI.
_TABLES = {0xC4, 0xCC, 0xDB, 0xDD}
_BITS, _CHANNELS = 8, (1, 3, 4)
_FRAME_HEADER_SIZE = 6
_JFIF, _JFIF_SIZE = b"JFIF\0", 14
_ADOBE, _ADOBE_SIZE = b"Adobe", 12


def read(content: bytes, max_frames: int) -> Container:  # noqa: ARG001  one signature for all formats
    """Return the container. Raises UnsupportedFormat, CorruptImage, TooComplex.

    The stream has all segments before the first scan that decoding needs, and everything from there on as it
    is: decoders stop at the end of the image, and skip metadata between scans. As in libjpeg, metadata counts
    only before the first scan.
    """
    stream, header, applications = _split(content)
    block = jpeg_metadata.exif_block(applications[_APP1])
    return Container(
        stream=stream,
        scans=count_scans(stream) if has_several_scans(header) else 1,
        is_arithmetic=is_arithmetic(header),
        orientation=exif.orientation(block),
        color=ColorDescription(icc=jpeg_metadata.icc_profile(applications[_APP2])),
        exif=block,
        xmp=jpeg_metadata.xmp_packet(applications[_APP1]),
        c2pa=jpeg_metadata.c2pa_store(applications[_APP11]),
    )


def _split(content: bytes) -> tuple[bytes, Sequence[Segment], Mapping[int, Sequence[bytes]]]:
    """Return the stream, its segments, and the data of the application segments by marker."""
    applications = defaultdict[int, list[bytes]](list)
    view, stream = memoryview(content), list[bytes | memoryview]([_START])
    kept = list[Segment]()
    marker = None
    for segment in header_segments(content):
        marker = segment.marker
        if marker in _FRAMES or marker in _UNSUPPORTED_FRAMES:
            _check(segment)
        if marker in (_APP1, _APP2, _APP11):
            applications[marker].append(segment.header)
        elif marker in (_APP0, _APP14):
            stream.append(_color_marker(segment))
        elif marker in _FRAMES or marker in _TABLES or marker == SOS:
            stream.append(view[segment.start : segment.end])
            kept.append(segment)
    if marker != SOS:
        raise CorruptImage("The image is damaged and cannot be decoded: it has no image data")
    # What is kept is never longer than in the file, so a file of the same size can be decoded as it is.
    is_stream = sum(map(len, stream)) == len(content)
    return content if is_stream else b"".join(stream), kept, applications


def _check(frame: Segment) -> None:
    """Raise UnsupportedFormat if this kind of frame is valid, but cannot be decoded."""
    header = frame.header
    if len(header) >= _FRAME_HEADER_SIZE and (
        frame.marker in _UNSUPPORTED_FRAMES or header[0] != _BITS or header[5] not in _CHANNELS
    ):
        raise UnsupportedFormat(
            f"The image is a rare kind of JPEG (frame type {frame.marker - 0xC0}, {header[0]} bits,"
            f" {header[5]} channels); save it as a JPEG with 8 bits and 1, 3 or 4 channels"
        )


def _color_marker(segment: Segment) -> bytes:
    """Return a JFIF or Adobe segment with only what libjpeg derives the color space from, or nothing.

    It takes three channels as YCbCr if there is a JFIF segment, else as an Adobe segment's last byte says
    (0: RGB), else by their ids. Four are CMYK, or YCCK if that byte is 2. It ignores shorter segments.
    """
    header = segment.header
    if segment.marker == _APP0 and header.startswith(_JFIF) and len(header) >= _JFIF_SIZE:
        return b"\xff\xe0\x00\x10JFIF\0\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    if segment.marker == _APP14 and header.startswith(_ADOBE) and len(header) >= _ADOBE_SIZE:
        return b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00" + header[11:12]
    return b""
