"""Read the container of TIFF and BigTIFF."""

from collections.abc import Sequence

from PIL.ExifTags import Base

from chalicelib.errors import CorruptImage
from chalicelib.imaging.color.description import ColorDescription
from chalicelib.imaging.containers import camera_raw, metadata_limits, tiff_stream
from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.containers.ifd import Ifd, directories
from chalicelib.imaging.containers.tiff_file import write
from chalicelib.imaging.containers.tiff_page import Page, read_page
from chalicelib.imaging.containers.tiff_tags import Photometric
from chalicelib.imaging.foreign_formats import unsupported

# The bits of NewSubfileType, and a value of the older SubfileType.
_REDUCED_OR_MASK = 1 | 4
_OLD_REDUCED = 2


def read(content: bytes, max_frames: int) -> Container:  # noqa: ARG001  one signature for all formats
    """Return the container of the page that is the image.

    Raises CorruptImage, UnsupportedFormat, TooComplex.
    """
    pages = list(directories(content))
    if not pages:
        raise CorruptImage("The TIFF is truncated or damaged: the directory of its tags is missing")
    if raw := camera_raw.kind(content, pages):
        raise unsupported(f"a camera RAW file ({raw})")
    ifd = choose(pages)
    page = read_page(ifd)
    return Container(
        stream=tiff_stream.reduce_to(content, page),
        orientation=_orientation(ifd),
        color=_color(page),
        exif=_copyright(pages[0]),
        xmp=ifd.data(Base.XMLPacket, metadata_limits.XMP)
        or pages[0].data(Base.XMLPacket, metadata_limits.XMP),
    )


def choose(pages: Sequence[Ifd]) -> Ifd:
    """Return the first page or, if it is marked as a preview or mask, the largest page that is not.

    Viewers show the first page of a document, even if a later one is larger.
    """
    full = [page for page in pages if not _is_partial(page)]
    if not full or full[0] is pages[0]:
        return pages[0]
    return max(full, key=_pixels)


def _is_partial(page: Ifd) -> bool:
    return (
        page.integer(Base.NewSubfileType, 0) & _REDUCED_OR_MASK != 0
        or page.integer(Base.SubfileType, 0) == _OLD_REDUCED
    )


def _pixels(page: Ifd) -> int:
    return page.integer(Base.ImageWidth, 0) * page.integer(Base.ImageLength, 0)


def _color(page: Page) -> ColorDescription:
    """Return the page's profile, except for CMYK with alpha, which the decoder converts to sRGB."""
    converted = page.photometric is Photometric.CMYK and page.alpha is not None
    profile = b"" if converted else page.ifd.data(Base.InterColorProfile, metadata_limits.ICC)
    return ColorDescription(icc=profile or None)


def _orientation(ifd: Ifd) -> int:
    value = ifd.integer(Base.Orientation, 1)
    return value if 1 <= value <= 8 else 1  # noqa: PLR2004  TIFF's range


def _copyright(ifd: Ifd) -> bytes:
    """Return a TIFF structure with the copyright text, the only EXIF tag that Darkroom can keep."""
    entry = ifd.entries.get(Base.Copyright)
    if entry is None or len(entry.data) > metadata_limits.EXIF:
        return b""
    return write(ifd.order, {Base.Copyright: entry}, b"")
