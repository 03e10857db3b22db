import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from load import assumptions, simulate
from load.assumptions import DAY_SECONDS, Assumptions
from load.capacity import INDEX_SHARDS, resource_uses, run_seconds
from load.simulate import STEP_SECONDS
from load.simulate import simulate as day

ROOT = Path(__file__).parents[3]
GIVEN = assumptions.read()


@dataclass(frozen=True)
class Day:
    environments: float
    waiting: float
    wait: float


def day_of(given: Assumptions, **options: bool | float) -> Day:
    moments = list(day(given, with_import=bool(options.pop("with_import", False)), **options))
    return Day(
        max(moment.environments for moment in moments),
        max(moment.waiting for moment in moments),
        max(moment.wait for moment in moments),
    )


def test_the_page_contains_the_output_of_the_command() -> None:
    page = (ROOT / "docs" / "scaling.md").read_text("utf-8")
    assert simulate.render(GIVEN) in page


def test_the_hours_add_up_to_the_images_of_a_day() -> None:
    rates = GIVEN.traffic.rates()
    assert len(rates) == 24
    assert sum(rate * 3600 for rate in rates) == pytest.approx(GIVEN.traffic.images_per_day)


def test_every_limit_has_its_source_and_the_date_it_was_read() -> None:
    for limit in GIVEN.limits.values():
        assert limit.url.startswith("https://docs.aws.amazon.com/")
        assert limit.page
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", limit.read)


def test_the_number_of_shards_matches_the_adapter() -> None:
    from chalicelib.aws.items import shards  # noqa: PLC0415 - only this test needs it

    assert len(list(shards("open"))) == len(list(shards("due"))) == INDEX_SHARDS


def test_the_share_is_proportional_to_the_rate() -> None:
    for use in resource_uses(GIVEN):
        assert use.share(200) == pytest.approx(2 * use.share(100))


def test_normal_traffic_never_waits_and_needs_rate_times_duration_environments() -> None:
    normal = day_of(GIVEN)
    assert normal.waiting == 0
    assert normal.environments == pytest.approx(max(GIVEN.traffic.rates()) * run_seconds(GIVEN))


def test_an_import_waits_in_the_queue_and_stays_within_the_quota() -> None:
    busy = day_of(GIVEN, with_import=True)
    assert busy.waiting > 0
    assert busy.environments == GIVEN.limits["lambda_concurrency"].value


def test_environments_grow_at_most_as_fast_as_lambda_allows() -> None:
    slow = msgspec.structs.replace(
        GIVEN,
        limits={
            **GIVEN.limits,
            "lambda_scaling_per_10_s": msgspec.structs.replace(
                GIVEN.limits["lambda_scaling_per_10_s"], value=50
            ),
        },
    )
    moments = list(day(slow, with_import=True))
    assert all(later.environments - now.environments <= 50 + 1e-9 for now, later in pairwise(moments))
    assert len(moments) == DAY_SECONDS / STEP_SECONDS


def test_throttling_makes_events_wait_longer() -> None:
    assert day_of(GIVEN, with_import=True, throttle=333.0).wait > day_of(GIVEN, with_import=True).wait
