"""What an attacker can use of variants on demand in a day, at most."""

import pytest

from ops.costing.attackers import Stage
from ops.costing.exposure_report import usd_per_day
from ops.costing.on_demand_attackers import image_url, read_token_on_demand
from ops.costing.statement import Amounts
from tests.unit.ops.costing.exposed import stage

GB = 1769 / 1024
TIMEOUT = 25


def renderings(used: dict[str, Amounts]) -> Amounts:
    return next(amounts for what, amounts in used.items() if "on demand" in what)


def waiting(used: dict[str, Amounts]) -> tuple[str, Amounts]:
    return next((what, amounts) for what, amounts in used.items() if "wait" in what)


def test_one_image_is_rendered_as_often_as_its_limit_says_while_the_api_waits(defaults: Stage) -> None:
    used = renderings(dict(image_url(defaults)))
    assert used["lambda_request"] == 200
    assert used["lambda_arm64_gb_second"] == pytest.approx(2 * 200 * TIMEOUT * GB)
    assert used["s3_write"] == 200


def test_an_owner_s_images_are_rendered_as_often_as_the_owner_s_limit_says(defaults: Stage) -> None:
    used = renderings(dict(read_token_on_demand(defaults)))
    assert used["lambda_arm64_gb_second"] == pytest.approx(2 * 10_000 * TIMEOUT * GB)


def test_nothing_is_rendered_for_longer_than_all_slots_can() -> None:
    endless = stage("--set", "RENDERINGS_PER_DAY=1000000", "--on-demand-concurrency", "2")
    used = renderings(dict(read_token_on_demand(endless)))
    assert used["lambda_arm64_gb_second"] == pytest.approx(2 * 2 * 86_400 * GB)


def test_requests_wait_only_while_something_is_rendered(defaults: Stage) -> None:
    # Two paths with GET (0.4 per second, 200 at once) and HEAD (0.017 and 50), during 200 x 25 seconds.
    what, used = waiting(dict(image_url(defaults)))
    assert what == "4,670 requests that wait for one of them"
    assert used["lambda_arm64_gb_second"] == pytest.approx(4_670 * 6 * GB)
    assert used["s3_read"] == 4_670 * 12


@pytest.mark.parametrize(
    ("setting", "attacker"),
    [
        ("RENDERINGS_PER_IMAGE=400", "a public image's URL, with variants on demand"),
        ("RENDERINGS_PER_DAY=20000", "a read token, with variants on demand"),
    ],
)
def test_a_higher_limit_costs_more(defaults: Stage, setting: str, attacker: str) -> None:
    assert usd_per_day(stage("--set", setting))[attacker] > usd_per_day(defaults)[attacker]


def test_a_public_image_s_url_costs_at_most_10_dollars_at_the_defaults(defaults: Stage) -> None:
    assert 1 < usd_per_day(defaults)["a public image's URL, with variants on demand"] <= 10
