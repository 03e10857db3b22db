"""What variants on demand use: the first view of one, and later ones."""

import json

import pytest

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.bootstrap.presets import read_presets
from chalicelib.domain.presets import Presets
from docsite.code_blocks import blocks
from ops.costing.engine_times import Rendering
from ops.costing.on_demand import Variants
from ops.costing.on_demand_report import EXAMPLE, files_per_image
from ops.costing.prices import BYTES_PER_GB, USD
from ops.costing.statement import cost
from ops.costing.usage import Deployment, Image
from tests.documents import ROOT

RENDERING = Rendering(direct=100, workflow=300, longest=200, bytes=2 * BYTES_PER_GB / 1000)
IMAGE = Image(bytes=BYTES_PER_GB / 500, megapixels=9, presets=2, variants=2, rendering=RENDERING)
VARIANTS = Variants(image=IMAGE, deployment=Deployment(), call_ms=1)
SMALL = {"name": "small", "width": 5, "height": 5}


def presets(*more: dict[str, object], **fields: object) -> Presets:
    content = {"default": ["small"], "presets": [SMALL, *more], **fields}
    return Presets.from_json(json.dumps(content).encode())


def test_a_first_view_through_the_cdn_renders_and_comes_back() -> None:
    first = VARIANTS.views()["through CloudFront"]["First view"]
    assert (first["cloudfront_request"], first["cloudfront_function"]) == (2, 2)
    assert (first["api_request"], first["lambda_request"]) == (1, 2)
    # S3 is asked by the CDN twice and by the API once, and gives the function the source.
    assert (first["s3_read"], first["s3_write"]) == (4, 1)
    assert (first["dynamodb_read"], first["dynamodb_write"]) == (3, 3)
    assert first["cloudfront_gb"] == 0.001


def test_a_later_view_through_the_cdn_runs_no_function_of_the_stage() -> None:
    later = VARIANTS.views()["through CloudFront"]["Later view"]
    assert later.keys() == {"cloudfront_request", "cloudfront_function", "s3_read", "cloudfront_gb"}


def test_without_a_cdn_each_view_costs_a_request_to_the_api() -> None:
    views = VARIANTS.views()["without a CDN"]
    assert [view["api_request"] for view in views.values()] == [1, 1]
    assert [view["lambda_request"] for view in views.values()] == [2, 1]
    assert [view.get("dynamodb_write", 0) for view in views.values()] == [3, 0]


def test_the_api_waits_for_the_function_and_both_are_billed() -> None:
    # 200 ms of the engine, 4 calls of 1 ms, waits of 2 x 8, 80 and 30 ms; the API's 6 ms, 4 x 8 and 30 ms.
    milliseconds = 2 * (200 + 4 + 16 + 110) + 6 + 32 + 30
    assert VARIANTS.rendering()["lambda_arm64_gb_second"] == pytest.approx(milliseconds / 1000 * 1769 / 1024)


@pytest.mark.parametrize("way", ["through CloudFront", "without a CDN"])
def test_the_first_view_costs_more_than_later_ones(way: str) -> None:
    first, later = VARIANTS.views()[way].values()
    assert cost(first, USD) > cost(later, USD)


def test_the_bound_is_the_policy_s_and_that_of_presets_on_demand() -> None:
    lazy = {"name": "banner", "width": 9, "formats": ["webp", "jpeg"], "when": "on_demand"}
    assert files_per_image(presets(lazy)) == 2
    policy = {"widths": [160, 320], "ratios": ["source", "1:1"], "formats": ["webp"]}
    assert files_per_image(presets(on_demand=policy)) == 4
    assert files_per_image(presets(lazy, on_demand=policy)) == 6


def test_without_a_policy_the_example_of_the_guide_is_estimated() -> None:
    assert files_per_image(read_presets(PRESETS_FILE)) == EXAMPLE.bound == 84
    guide = blocks(ROOT / "docs" / "howto" / "on-demand.md")
    examples = [json.loads(each.code) for each in guide if each.language == "json" and "widths" in each.code]
    assert [
        (tuple(each["on_demand"]["widths"]), tuple(each["on_demand"]["ratios"])) for each in examples
    ] == [(EXAMPLE.widths, EXAMPLE.ratios)]
