"""Every price has its unit, page and date, and is used."""

import re
from collections.abc import Mapping

import pytest

from ops.costing.delivery import from_cloudfront, from_s3
from ops.costing.engine_times import Rendering
from ops.costing.idle import idle
from ops.costing.on_demand import Variants
from ops.costing.prices import PRICES, Page, Price, dated, pages
from ops.costing.statement import Amounts
from ops.costing.usage import Deployment, Image, per_image, stored

EVERYTHING = Deployment(
    workflow=True,
    moderation=True,
    face_detection=True,
    events=True,
    eventbridge_uploads=True,
    web_acl=True,
)
IMAGE = Image(
    bytes=1e6,
    megapixels=3,
    presets=1,
    variants=1,
    rendering=Rendering(direct=1, workflow=1, longest=1, bytes=1000),
)


def used() -> set[str]:
    """Return the names of all prices that an estimate can use."""
    x86 = Deployment(architecture="x86_64")
    parts: list[Mapping[str, Amounts]] = [
        *(per_image(IMAGE, deployment, 1) for deployment in (EVERYTHING, x86)),
        stored(IMAGE),
        idle(EVERYTHING, 1),
        from_s3(IMAGE, 1),
        from_cloudfront(IMAGE, 1),
        Variants(image=IMAGE, deployment=x86, call_ms=1).views()["through CloudFront"],
        {"deletion": {"invalidation": 1}},
        {"metrics": {"metric_month": 1}},
    ]
    return {name for part in parts for amounts in part.values() for name in amounts}


def test_every_price_is_used_and_exists() -> None:
    assert used() == set(PRICES)


@pytest.mark.parametrize("name", PRICES)
def test_a_price_has_a_unit_a_page_of_aws_and_a_date(name: str) -> None:
    price = PRICES[name]
    assert price.usd > 0
    assert price.unit
    assert re.fullmatch(r"https://aws\.amazon\.com/[a-z0-9-]+/pricing/([a-z-]+/)?", price.page.url)
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", price.as_of)


def test_only_cloudfront_has_a_price_for_a_country_instead_of_a_region() -> None:
    assert {name for name, price in PRICES.items() if price.region != "us-east-1"} == {
        "cloudfront_request",
        "cloudfront_gb",
    }


def test_prices_are_listed_with_their_regions_dates_and_pages() -> None:
    one, other = (Page(name, f"https://{name}.example") for name in ("one", "other"))
    prices = [
        Price(usd=1, unit="GB", page=one, as_of="2026-10-01", region="us-east-1"),
        Price(usd=1, unit="GB", page=other, as_of="2026-09-06", region="United States"),
        Price(usd=1, unit="GB", page=one, as_of="2026-09-21", region="us-east-1"),
    ]
    assert dated(prices) == ("List prices in us-east-1 and United States, as of 2026-09-06 to 2026-10-01")
    assert pages(prices) == "  https://one.example\n  https://other.example"
