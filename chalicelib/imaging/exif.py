"""Reads the EXIF block of a picture without decoding its pixels."""

from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.PngImagePlugin import PngImageFile


def read(content: bytes, image: ImageFile) -> Image.Exif:
    """Return the tags of an opened picture, none where it has none.

    A PNG may keep them behind its pixels, so that Pillow's reader decodes all of it to find them; here
    the chunks are walked instead (length, type, data, checksum: https://www.w3.org/TR/png-3/#5Chunk-layout).
    """
    if not isinstance(image, PngImageFile):
        return image.getexif()
    if "exif" not in image.info and (block := _png_chunk(content, b"eXIf")):
        image.info["exif"] = b"Exif\0\0" + block
    return Image.Image.getexif(image)


def _png_chunk(content: bytes, wanted: bytes) -> bytes | None:
    at = len(b"\x89PNG\r\n\x1a\n")
    while at + 8 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] == wanted:
            return content[at + 8 : at + 8 + length]
        at += length + 12
    return None
