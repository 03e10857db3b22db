"""Serve jobs with Pillow as tutorials use it, with pillow-heif for HEIC.

The argument `full` decodes every pixel; `thumbnail` lets Pillow decode at a reduced size.
"""

import sys
from collections.abc import Sequence
from io import BytesIO

import PIL
import pillow_heif
from PIL import Image, ImageOps

from bench.jobs import Output
from bench.peers.serve import serve


def render(content: bytes, outputs: Sequence[Output]) -> list[bytes]:
    """Open the upload again for each output, as the loops in tutorials do."""
    return [_render_one(content, output) for output in outputs]


def _render_one(content: bytes, output: Output) -> bytes:
    size = output["width"], output["height"]
    with Image.open(BytesIO(content)) as image:
        if sys.argv[1] == "thumbnail":
            image.thumbnail(size)
            small: Image.Image = ImageOps.exif_transpose(image)
        else:
            scale = ImageOps.fit if output["fit"] == "cover" else ImageOps.contain
            small = scale(ImageOps.exif_transpose(image), size, Image.Resampling.LANCZOS)
    return _encode(small, output)


def _encode(image: Image.Image, output: Output) -> bytes:
    encoded = BytesIO()
    if output["format"] == "jpeg":
        image = image.convert("RGB")
    image.save(encoded, output["format"], quality=output["quality"], method=output["method"])
    return encoded.getvalue()


pillow_heif.register_heif_opener()
serve(render, {"Pillow": PIL.__version__, "pillow-heif": pillow_heif.__version__})
