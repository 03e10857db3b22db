"""Reads the EXIF block of an image without decoding its pixels."""

from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.PngImagePlugin import PngImageFile

from chalicelib.imaging.png_chunks import chunks


def read(content: bytes, image: ImageFile) -> Image.Exif:
    """Return the tags of an opened image, none where it has none.

    A PNG may keep them behind its pixels, so that Pillow's reader decodes all of it to find them; here
    the chunks are walked instead.
    """
    if not isinstance(image, PngImageFile):
        return image.getexif()
    if "exif" not in image.info and (block := _png_exif(content)):
        image.info["exif"] = b"Exif\0\0" + block
    return Image.Image.getexif(image)


def _png_exif(content: bytes) -> bytes | None:
    return next((bytes(chunk[8:-4]) for kind, chunk in chunks(content) if kind == b"eXIf"), None)
