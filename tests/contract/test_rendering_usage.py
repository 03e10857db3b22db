"""Contract of RenderingUsage and RunningRenderings, for the fake and the DynamoDB adapter."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Literal, Protocol

import pytest

from chalicelib.access.usage import Limits, Usage
from chalicelib.aws.rendering_usage import DynamoDBRenderingUsage
from chalicelib.aws.usage import DynamoDBUsageStore
from chalicelib.models import RenderingLimits
from chalicelib.ports import RenderingUsage, RunningRenderings
from tests.contract.conftest import DATABASES
from tests.contract.emulators import Tables, tables_on
from tests.contract.records import NOW
from tests.fakes import FakeRenderingUsage

UNTIL = NOW + timedelta(seconds=60)
TOMORROW = NOW + timedelta(days=1)
LIMITS = RenderingLimits(per_image=2, per_owner=3)


class Counters(RenderingUsage, RunningRenderings, Protocol):
    """Both ports, which have one adapter."""


@pytest.fixture(params=["fake", *DATABASES])
def usage(request: pytest.FixtureRequest) -> Counters:
    if request.param == "fake":
        return FakeRenderingUsage()
    tables = tables_on(request)
    return DynamoDBRenderingUsage(tables.client, tables.images)


@pytest.fixture
def image() -> str:
    return uuid.uuid4().hex


@pytest.fixture
def owner() -> str:
    return f"owner#{uuid.uuid4().hex}"


def charge(
    usage: RenderingUsage, image: str, owner: str, now: datetime = NOW
) -> Literal["image", "owner"] | None:
    return usage.charge(image, owner, now=now, until=now + timedelta(seconds=60), limits=LIMITS)


def test_the_renderings_of_an_image_are_limited_per_day(usage: Counters, image: str, owner: str) -> None:
    assert [charge(usage, image, owner) for _ in range(3)] == [None, None, "image"]
    assert charge(usage, image, owner, TOMORROW) is None


def test_the_renderings_of_an_owner_are_limited_per_day(usage: Counters, owner: str) -> None:
    images = [uuid.uuid4().hex for _ in range(4)]
    assert [charge(usage, each, owner) for each in images] == [None, None, None, "owner"]
    assert charge(usage, images[0], owner, TOMORROW) is None


def test_requests_beyond_an_images_limit_do_not_count_against_the_owners(
    usage: Counters, image: str, owner: str
) -> None:
    assert [charge(usage, image, owner) for _ in range(9)] == [None, None, *["image"] * 7]
    assert charge(usage, uuid.uuid4().hex, owner) is None
    assert charge(usage, uuid.uuid4().hex, owner) == "owner"


def test_concurrent_requests_cannot_exceed_the_limit(usage: Counters, image: str, owner: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: charge(usage, image, owner), range(16)))
    assert (results.count(None), results.count("image")) == (2, 14)


def test_a_refund_allows_another_rendering(usage: Counters, image: str, owner: str) -> None:
    others = [uuid.uuid4().hex for _ in range(2)]
    assert [charge(usage, each, owner) for each in (image, image, others[0])] == [None, None, None]
    usage.refund(image, owner, now=NOW)
    assert charge(usage, image, owner) is None
    assert charge(usage, others[1], owner) == "owner"


def test_a_rendering_may_run_until_the_time_that_it_was_charged_with(
    usage: Counters, image: str, owner: str
) -> None:
    assert not usage.may_run(image, NOW)
    charge(usage, image, owner)
    assert usage.may_run(image, NOW)
    assert usage.may_run(image, UNTIL - timedelta(microseconds=1))
    assert not usage.may_run(image, UNTIL)


def test_a_charge_that_comes_late_does_not_bring_the_end_forward(
    usage: Counters, image: str, owner: str
) -> None:
    charge(usage, image, owner, NOW + timedelta(seconds=5))
    assert charge(usage, image, owner) is None
    assert usage.may_run(image, UNTIL + timedelta(seconds=4))
    assert charge(usage, image, owner) == "image"


def test_a_refund_does_not_bring_the_end_forward(usage: Counters, image: str, owner: str) -> None:
    charge(usage, image, owner)
    usage.refund(image, owner, now=NOW)
    assert usage.may_run(image, UNTIL - timedelta(microseconds=1))


def test_a_rendering_may_run_over_midnight(usage: Counters, image: str, owner: str) -> None:
    before = datetime.fromisoformat("2026-01-01T23:59:50+00:00")
    charge(usage, image, owner, before)
    assert usage.may_run(image, before + timedelta(seconds=30))
    assert not usage.may_run(image, before + timedelta(seconds=60))


def test_a_refused_rendering_does_not_run(usage: Counters, image: str, owner: str) -> None:
    charge(usage, image, owner)
    charge(usage, image, owner)
    later = NOW + timedelta(seconds=59)
    assert charge(usage, image, owner, later) == "image"
    assert not usage.may_run(image, UNTIL)


def test_the_owners_counter_is_apart_from_uploads(tables: Tables, image: str, owner: str) -> None:
    usage = DynamoDBRenderingUsage(tables.client, tables.images)
    uploads = DynamoDBUsageStore(tables.client, tables.images)
    form = Usage(owner=owner, day="2026-01-01", window=1, images=1, bytes=9, forms=1, expires_at=TOMORROW)
    assert charge(usage, image, owner) is None
    assert uploads.add(form, Limits(images=1, bytes=9, forms=1)) is None
    assert charge(usage, image, owner) is None
    item = tables.client.get_item(TableName=tables.images, Key={"id": {"S": f"usage#{owner}#2026-01-01"}})[
        "Item"
    ]
    assert (item["images"], item["renderings"]) == ({"N": "1"}, {"N": "2"})


def test_the_counters_expire_a_day_after_theirs(tables: Tables, image: str, owner: str) -> None:
    charge(DynamoDBRenderingUsage(tables.client, tables.images), image, owner)
    for item_id in (f"renditions#{image}#2026-01-01", f"usage#{owner}#2026-01-01"):
        item = tables.client.get_item(TableName=tables.images, Key={"id": {"S": item_id}})["Item"]
        # 2026-01-03T00:00:00Z
        assert item["expires_at"] == {"N": "1767398400"}
