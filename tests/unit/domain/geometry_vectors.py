"""Cases of scaling and cropping with their expected numbers, which the service and the page share."""

import json
from pathlib import Path
from typing import Any

import msgspec

from chalicelib.domain import geometry
from chalicelib.models import ImageInfo, VariantSpec

VECTORS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("geometry_vectors.json").read_text("utf-8")
)
RESULTS = ("scaled", "canvas", "offset")


def computed(image: dict[str, int], preset: dict[str, Any], focus: list[float] | None) -> dict[str, Any]:
    """Return the service's numbers for an image's size, a preset without its name, and a focal point."""
    info = msgspec.convert({"format": "jpeg", "content_type": "image/jpeg", **image}, ImageInfo)
    spec = msgspec.convert({"name": "v", **preset}, VariantSpec)
    (plan,) = geometry.plan(info, [spec], (focus[0], focus[1]) if focus else None)
    return {
        "scaled": [plan.scaled_width, plan.scaled_height],
        "canvas": [plan.width, plan.height],
        "offset": list(geometry.offset(plan, plan.focus or geometry.CENTER)),
    }


def inputs(vector: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a vector."""
    return {name: vector[name] for name in ("image", "preset", "focus")}


def expected(vector: dict[str, Any]) -> dict[str, Any]:
    """Return the results of a vector."""
    return {name: vector[name] for name in RESULTS}
