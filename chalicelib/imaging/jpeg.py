"""Shrink-on-load for JPEG: libjpeg decodes at 1/2, 1/4 or 1/8, which skips most of the work."""

from io import BytesIO

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from chalicelib.imaging import progressive

Extent = tuple[float, float]
_EIGHTH = 8


def shrink_on_load(
    content: bytes, image: JpegImageFile, wanted: tuple[int, int], gap: float
) -> tuple[Image.Image, Extent]:
    """Decode at the smallest scale that still has `gap` times the wanted size; full size is the most.

    Returns the picture and the extent (width, height, in pixels of the shrunken picture) that it fills:
    libjpeg rounds the size up, so a last column or row may hold a fraction of picture, the rest padding.
    """
    enough = max(1, round(wanted[0] * gap)), max(1, round(wanted[1] * gap))
    if (
        image.info.get("progressive")
        and min(own // side for own, side in zip(image.size, enough, strict=True)) >= _EIGHTH
    ):
        image = JpegImageFile(BytesIO(progressive.thinned(content)))
    drafted = image.draft(None, enough)
    image.load()
    extent = (drafted[1][2], drafted[1][3]) if drafted else (image.width, image.height)
    _overwrite_padding(image, extent)
    return image, extent


def _overwrite_padding(image: Image.Image, extent: Extent) -> None:
    """Replace a partial last column and row by their neighbours.

    They are averages over the picture and whatever the camera padded its last blocks with, and resizing
    smears them into the picture: SSIMULACRA2 20 to 57 instead of 95 on photos of 4128 x 2322.
    """
    columns, rows = int(extent[0]), int(extent[1])
    if 0 < rows < image.height:
        image.paste(image.crop((0, rows - 1, image.width, rows)), (0, rows))
    if 0 < columns < image.width:
        image.paste(image.crop((columns - 1, 0, columns, image.height)), (columns, 0))
