"""Serve jobs with ImageMagick, through Wand."""

from collections.abc import Sequence

import wand
from wand.image import Image
from wand.version import MAGICK_VERSION

from bench.jobs import Output
from bench.peers.serve import serve


def render(content: bytes, outputs: Sequence[Output]) -> list[bytes]:
    """Decode once and render each output from a copy."""
    with Image(blob=content) as source:
        source.auto_orient()
        return [_render_one(source, output) for output in outputs]


def _render_one(source: Image, output: Output) -> bytes:
    with Image(source) as image:
        image.transform(resize=f"{output['width']}x{output['height']}>")
        image.strip()
        if output["format"] == "jpeg":
            image.background_color = "white"
            image.alpha_channel = "remove"
        image.compression_quality = output["quality"]
        image.options["webp:method"] = str(output["method"])
        encoded: bytes = image.make_blob(output["format"])
        return encoded


serve(render, {"Wand": wand.__version__, "ImageMagick": MAGICK_VERSION.split()[1]})
