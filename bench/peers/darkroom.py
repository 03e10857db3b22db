"""Serve jobs with Darkroom's engine. The argument `best` selects `quality: best`."""

import sys
from collections.abc import Sequence

from bench.jobs import Output
from bench.peers.serve import serve
from chalicelib.domain import geometry
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import VariantSpec

ENGINE = PillowEngine(Limits())


def render(content: bytes, outputs: Sequence[Output]) -> list[bytes]:
    """Inspect, plan and render as the pipeline does."""
    info = ENGINE.inspect(content)
    specs = [_spec(str(number), output) for number, output in enumerate(outputs)]
    return [made.content for made in ENGINE.render(content, info, geometry.plan(info, specs)).variants]


def _spec(name: str, output: Output) -> VariantSpec:
    return VariantSpec(
        name=name,
        width=output["width"],
        height=output["height"],
        format=output["format"],
        fit=output["fit"],
        position="entropy" if output["fit"] == "cover" else "center",
        quality="best" if "best" in sys.argv[1:] else output["quality"],
    )


if __name__ == "__main__":
    serve(render, {})
