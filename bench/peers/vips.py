"""Serve jobs with libvips, through pyvips.

The largest output uses shrink-on-load; each smaller one is made from the output before it.
"""

from collections.abc import Sequence

import pyvips

from bench.jobs import Output
from bench.peers.serve import serve


def render(content: bytes, outputs: Sequence[Output]) -> list[bytes]:
    """Render the outputs in their order, from large to small, each from the one before."""
    source: pyvips.Image | None = None
    made = []
    for output in outputs:
        bounds = {"height": output["height"], "size": "down"}
        is_crop = output["fit"] == "cover"
        if is_crop:
            bounds["crop"] = "entropy"
        if source is None:
            image = pyvips.Image.thumbnail_buffer(content, output["width"], **bounds).copy_memory()
        else:
            image = source.thumbnail_image(output["width"], **bounds).copy_memory()
        made.append(_encode(image, output))
        source = source if is_crop else image
    return made


def _encode(image: pyvips.Image, output: Output) -> bytes:
    if output["format"] == "jpeg":
        flat = image.flatten(background=255) if image.hasalpha() else image
        encoded: bytes = flat.jpegsave_buffer(Q=output["quality"], optimize_coding=True, keep="none")
    elif output["format"] == "webp":
        encoded = image.webpsave_buffer(Q=output["quality"], effort=output["method"], keep="none")
    else:
        encoded = image.pngsave_buffer(keep="none")
    return encoded


pyvips.cache_set_max(0)
serve(
    render,
    {"pyvips": pyvips.__version__, "libvips": ".".join(str(pyvips.version(part)) for part in range(3))},
)
