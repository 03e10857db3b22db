"""Read an image's EXIF data without decoding its pixels."""

from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.PngImagePlugin import PngImageFile

from chalicelib.imaging.containers.png_chunks import chunks


def read(content: bytes, image: ImageFile) -> Image.Exif:
    """Return the EXIF tags of an opened image, empty if it has none.

    In a PNG, they can come after the pixels, and Pillow would decode the whole image to find them. This
    reads the chunks instead.
    """
    if not isinstance(image, PngImageFile):
        return image.getexif()
    if "exif" not in image.info and (block := _png_exif(content)):
        image.info["exif"] = b"Exif\0\0" + block
    return Image.Image.getexif(image)


def _png_exif(content: bytes) -> bytes | None:
    return next((bytes(chunk[8:-4]) for kind, chunk in chunks(content) if kind == b"eXIf"), None)
