"""Files by Pillow's encoders, as a start for files that they cannot write."""

from io import BytesIO
from typing import Any

from PIL import Image


def encoded(image: Image.Image, format_: str, **options: Any) -> bytes:
    """Return the image as a file in this format of Pillow's."""
    buffer = BytesIO()
    image.save(buffer, format=format_, **options)
    return buffer.getvalue()
