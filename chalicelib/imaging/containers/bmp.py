"""Read the container of BMP. Of its descriptions of color, browsers only use embedded profiles."""

from struct import unpack_from

from chalicelib.imaging.color.description import ColorDescription
from chalicelib.imaging.containers import metadata_limits
from chalicelib.imaging.containers.bmp_header import FILE_HEADER, read_header
from chalicelib.imaging.containers.container import Container

_V5 = 124
_COLOR_SPACE_AT = FILE_HEADER + 56
_EMBEDDED = b"DEBM"


def read(content: bytes, max_frames: int) -> Container:  # noqa: ARG001  one signature for all formats
    """Return the container. Raises CorruptImage, UnsupportedFormat."""
    header = read_header(content)
    return Container(stream=content, color=ColorDescription(icc=_profile(content, header.size)))


def _profile(content: bytes, header_size: int) -> bytes | None:
    """Return the profile of a version 5 header (bV5CSType, bV5ProfileData, bV5ProfileSize)."""
    if header_size != _V5 or content[_COLOR_SPACE_AT : _COLOR_SPACE_AT + 4] != _EMBEDDED:
        return None
    at, size = unpack_from("<II", content, FILE_HEADER + 112)
    profile = content[FILE_HEADER + at : FILE_HEADER + at + min(size, metadata_limits.ICC)]
    return profile if 0 < len(profile) == size else None
