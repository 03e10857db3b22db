"""What an attacker can use in a day, at most."""

from typing import Any

import pytest
from msgspec import structs
from msgspec.structs import replace

from chalicelib.domain import part_plan
from chalicelib.domain.form_use import MAX_USES
from chalicelib.entrypoints.throttling import RateClass
from ops.costing import attackers
from ops.costing.api_requests import methods
from ops.costing.attackers import Stage
from ops.costing.exposure_report import usd_per_day
from ops.costing.prices import BYTES_PER_GB, USD
from ops.costing.statement import Amounts, cost
from tests.unit.ops.costing.exposed import stage

MOST_USD = 10


@pytest.mark.parametrize("attacker", ["no token", "a read token"])
def test_requests_compute_and_storage_cost_at_most_10_dollars_at_the_defaults(
    defaults: Stage, attacker: str
) -> None:
    assert 1 < usd_per_day(defaults)[attacker] <= MOST_USD


def test_the_methods_are_those_of_the_api(template: dict[str, Any]) -> None:
    paths = template["Resources"]["RestAPI"]["Properties"]["Body"]["paths"]
    described = {
        (method.upper(), path, "Fn::If" in each or "security" in each)
        for path, entries in paths.items()
        for method, each in entries.items()
    }
    assert {(each.name, each.path, each.needs_token) for each in methods()} == described
    assert len(list(methods())) == len(described)


def test_a_day_of_requests_is_the_sum_over_all_methods(defaults: Stage) -> None:
    one = replace(defaults, limits=dict.fromkeys(RateClass, (1.0, 5)))
    assert one.requests(methods()) == len(list(methods())) * (86_400 + 5)


def test_changes_of_metadata_are_bounded_by_the_quota_of_reads(defaults: Stage) -> None:
    limited = replace(defaults, settings=structs.replace(defaults.settings, reads_per_day=1_000))
    changes = attackers.write_token(limited)["100 changes of metadata"]
    # A record of 4 variants and 2 KB of metadata has up to 4 KB. It is written 5 times.
    assert changes == {"dynamodb_write": 100 * 4 * 5}


def test_repeated_requests_about_a_multipart_upload_are_bounded_by_their_limits(defaults: Stage) -> None:
    slow = replace(defaults, limits=dict.fromkeys(RateClass, (0.0, 1)))
    # One repeated creation, and seven methods for parts, each of which can sign all of them.
    used = attackers.write_token(slow)["8 requests about a multipart upload"]
    assert used["s3_write"] == 8 * 4
    assert used["transfer_out_gb"] > 8 * part_plan.MAX_PARTS * 1_000 / BYTES_PER_GB


def test_a_forged_token_costs_no_request_of_the_api(defaults: Stage) -> None:
    *_, forged = attackers.no_token(defaults).values()
    assert "api_request" not in forged
    assert forged["lambda_request"] == defaults.requests(each for each in methods() if each.needs_token)


def test_each_request_with_a_status_url_can_read_an_image(defaults: Stage) -> None:
    reads = attackers.no_token(defaults)["86,600 images read with status URLs"]
    assert reads["dynamodb_read"] == 86_600


@pytest.mark.parametrize("limit", [*(f"--{each}-rate" for each in RateClass), "--reading-burst"])
def test_a_higher_limit_costs_more(defaults: Stage, limit: str) -> None:
    before, after = usd_per_day(defaults), usd_per_day(stage(limit, "1000"))
    assert all(after[attacker] > before[attacker] for attacker in ("no token", "a read token"))


@pytest.mark.parametrize(
    ("setting", "attacker"),
    [
        ("READS_PER_DAY=5000000", "a read token"),
        ("IMAGES_PER_DAY=20000", "a write token"),
        ("BYTES_PER_DAY=500000000000", "a write token"),
        ("UPLOAD_EXPIRES=800", "one form"),
    ],
)
def test_a_higher_quota_costs_more(defaults: Stage, setting: str, attacker: str) -> None:
    assert usd_per_day(stage("--set", setting))[attacker] > usd_per_day(defaults)[attacker]


def test_images_are_processed_for_no_longer_than_all_slots_can() -> None:
    endless = stage("--set", "IMAGES_PER_DAY=1000000", "--concurrency", "2")
    gb_seconds = 2 * 86_400 * 1769 / 1024
    used = next(amounts for what, amounts in attackers.write_token(endless).items() if "seconds" in what)
    assert used["lambda_arm64_gb_second"] == pytest.approx(gb_seconds)


def _deferrals(of: Stage) -> tuple[int, Amounts]:
    what, used = next((what, each) for what, each in attackers.write_token(of).items() if "deferrals" in what)
    return int(what.split()[0].replace(",", "")), used


def test_images_that_wait_for_a_share_are_deferred_again_and_again_until_all_have_been_processed() -> None:
    # Two slots need 300,000 seconds for 10,000 runs of 60 seconds: all day, and a delay is at least 450.
    number, used = _deferrals(stage("--concurrency", "2"))
    assert number == 10_000 * (8 + 86_400 / 450)
    assert (used["sqs_request"], used["lambda_request"]) == (3 * number, number)
    assert used["dynamodb_read"] > number * (1 + 9 / 2)


def test_deferrals_take_no_longer_than_all_slots_can() -> None:
    endless = stage("--set", "IMAGES_PER_DAY=1000000", "--concurrency", "2")
    used = _deferrals(endless)[1]["lambda_arm64_gb_second"]
    assert used == pytest.approx(2 * 2 * 86_400 * 1769 / 1024, rel=0.001)


def test_nothing_is_deferred_without_shares() -> None:
    assert not any("deferrals" in what for what in attackers.write_token(stage("--set", "OWNER_SHARE=1")))


def test_the_files_of_a_form_cost_at_most_their_attempts_until_the_timeout(defaults: Stage) -> None:
    used = next(iter(attackers.one_form(defaults).values()))
    assert used["lambda_arm64_gb_second"] == pytest.approx(MAX_USES * 3 * 60 * 1769 / 1024)
    assert cost(used, USD) < 0.05


def test_invalidations_of_a_cdn_have_a_highest_price() -> None:
    with_cdn = stage("--cdn")
    added = usd_per_day(with_cdn)["a write token"] - usd_per_day(stage())["a write token"]
    # 1,000 by tag, and one of everything each five minutes: 1,288 x 0.005
    assert added == pytest.approx(6.44)
    few = replace(with_cdn, settings=structs.replace(with_cdn.settings, images_per_day=10))
    assert attackers.write_token(few)["10 invalidations"] == {"invalidation": 10}


@pytest.mark.parametrize("option", ["--moderation", "--face-detection"])
def test_each_attempt_to_render_an_image_pays_for_its_analysis(option: str) -> None:
    failing, *_ = attackers.one_form(stage(option, "rekognition")).values()
    assert failing["rekognition_image"] == MAX_USES * attackers.ATTEMPTS
