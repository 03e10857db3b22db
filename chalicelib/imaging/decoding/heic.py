"""Decode HEIC with pi-heif, which contains libheif and libde265."""

from typing import TYPE_CHECKING

from PIL import Image
from PIL.ImageFile import ImageFile

from chalicelib.errors import CorruptImage, UnsupportedFormat
from chalicelib.imaging.containers import heif_parts, heif_properties
from chalicelib.imaging.containers.heif_meta import read_meta

if TYPE_CHECKING:
    from PIL._imaging import PixelAccess


class HeicImageFile(ImageFile):
    """The image of a file that `containers.heif_stream` wrote.

    Its size is known before libheif and libde265 see the file, so limits on pixels apply first. libheif
    refuses coded images that are larger than the size in the header.
    """

    format = "HEIC"

    def _open(self) -> None:
        assert self.fp is not None  # noqa: S101  Pillow always sets it; its type allows for closed files
        self._content = self.fp.read()
        meta = read_meta(self._content)
        assert meta is not None  # noqa: S101  see the class's docstring
        self._size = heif_properties.size(meta.items[meta.primary].properties)
        self._mode = "RGBA" if heif_parts.has_alpha(meta) else "RGB"

    def load(self) -> "PixelAccess | None":
        """Decode the pixels on first use. A gray image then changes its mode to L or I;16."""
        if self._im is None:
            pixels = _decode(self._content)
            if pixels.size != self.size:
                raise ValueError(f"the image has {pixels.size} pixels instead of {self.size}")
            self._mode, self.im = pixels.mode, pixels.im
        return super().load()


def _decode(content: bytes) -> Image.Image:
    # Only HEIC needs pi-heif, so other cold starts do not load it.
    import pi_heif  # noqa: PLC0415

    try:
        image: Image.Image = pi_heif.open_heif(content).to_pillow()
    except SyntaxError as fault:
        raise UnsupportedFormat(f"libheif does not support a feature of this HEIC: {fault}") from None
    except IndexError:
        raise CorruptImage("The image is damaged and cannot be decoded: libheif finds no image") from None
    return image
