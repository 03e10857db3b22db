"""Serve jobs with thumbor's default engine, without its HTTP server."""

from collections.abc import Sequence

import PIL
import thumbor
from thumbor.config import Config
from thumbor.context import Context
from thumbor.engines.pil import Engine

from bench.jobs import Output
from bench.peers.serve import serve

CONTEXT = Context(config=Config(MAX_WIDTH=0, MAX_HEIGHT=0))


def render(content: bytes, outputs: Sequence[Output]) -> list[bytes]:
    """Render each output from the upload, as thumbor does for each request."""
    return [_render_one(content, output) for output in outputs]


def _render_one(content: bytes, output: Output) -> bytes:
    engine = Engine(CONTEXT)
    engine.load(content, None)
    width, height = engine.size
    scale = min(output["width"] / width, output["height"] / height, 1)
    engine.resize(round(width * scale), round(height * scale))
    encoded: bytes = engine.read(f".{output['format']}", output["quality"])
    return encoded


serve(render, {"thumbor": thumbor.__version__, "thumbor's Pillow": PIL.__version__})
