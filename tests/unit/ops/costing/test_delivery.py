"""What delivering variants uses."""

import pytest

from ops.costing.delivery import from_cloudfront, from_s3
from ops.costing.engine_times import Rendering
from ops.costing.prices import USD
from ops.costing.statement import state
from ops.costing.usage import Image

# two variants of together a ten thousandth of a gigabyte
IMAGE = Image(
    bytes=1,
    megapixels=1,
    presets=2,
    variants=2,
    rendering=Rendering(direct=1, workflow=1, longest=1, bytes=2**30 / 10_000),
)


def test_each_view_of_each_variant_is_a_request_and_a_transfer() -> None:
    # 5 views of 2 variants, and 5 times both of them
    assert from_s3(IMAGE, 5) == {
        "Requests": {"s3_read": 10},
        "Transfer": {"transfer_out_gb": pytest.approx(0.0005)},
    }


def test_cloudfront_asks_s3_for_a_tenth_of_the_requests() -> None:
    assert from_cloudfront(IMAGE, 5) == {
        "Requests": {"cloudfront_request": 10, "s3_read": 1},
        "Transfer": {"cloudfront_gb": pytest.approx(0.0005)},
    }


def test_both_ways_cost_the_same_at_137_kilobytes_per_variant() -> None:
    # CloudFront costs 1.00 + 0.04 - 0.40 = 0.64 more per million requests, and 0.005 less per GB: 128 GB, or
    # 137,438 bytes for each of a million
    rendering = Rendering(direct=1, workflow=1, longest=1, bytes=137_438)
    image = Image(bytes=1, megapixels=1, presets=1, variants=1, rendering=rendering)
    one, other = (
        state(used, USD, 1_000_000).total for used in (from_s3(image, 1), from_cloudfront(image, 1))
    )
    assert one == other == 11.92


def test_a_million_images_viewed_five_times_cost_their_list_price() -> None:
    # 10 million GETs at 0.40 per million; 500 GB at 0.09
    assert state(from_s3(IMAGE, 5), USD, 1_000_000).items == {"Requests": 4.0, "Transfer": 45.0}
    # 10 million requests at 1.00 per million, and 1 million GETs; 500 GB at 0.085
    assert state(from_cloudfront(IMAGE, 5), USD, 1_000_000).items == {"Requests": 10.4, "Transfer": 42.5}
