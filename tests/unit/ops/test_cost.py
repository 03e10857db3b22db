"""The cost estimate, from reports and prices."""

import re

import pytest

from load import assumptions
from ops.costing.breakdown import break_down
from ops.costing.measurements import BENCHMARK, LOAD, Measurements, ReportUnreadable, read_measurements
from ops.costing.prices import Prices, read_prices
from ops.costing.usage import Image, per_image, run_ms
from ops.exit_codes import ExitCode
from ops.main import main

MEASUREMENTS = Measurements(engine={6: 20, 12: 30, 24: 60}, overhead=10)
IMAGE = Image(megabytes=4, variants=1, memory_mb=1769)
ONES = Prices(
    date="2025-07",
    region="us-east-1",
    usd=dict.fromkeys(read_prices().usd, 1.0) | {"lambda_arm64_gb_second": 0.5},
    sources=(),
)
BENCH_TEXT = "| JPEG 4:2:0 6 MP | 20 (1.1) | 9 |\n| JPEG 4:2:0 12 MP | 30 |\n| JPEG 4:2:0 24 MP | 60.5 (1) |"
LOAD_TEXT = "| worker, ms per image | 28.9 | 57.5 |\n| engine, ms per image | 12.0 | 39.5 |"


@pytest.mark.parametrize(
    ("megapixels", "ms"), [(6, 30), (9, 35), (12, 40), (18, 55), (24, 70), (48, 130), (0, 20)]
)
def test_cpu_time_is_interpolated_linearly_between_measurements(megapixels: float, ms: float) -> None:
    assert MEASUREMENTS.cpu(megapixels) == pytest.approx(ms)


def test_both_reports_are_parsed() -> None:
    assert read_measurements(BENCH_TEXT, LOAD_TEXT) == Measurements(
        engine={6: 20, 12: 30, 24: 60.5}, overhead=18.0
    )


def test_the_reports_in_the_repository_can_be_parsed() -> None:
    measurements = read_measurements(BENCHMARK.read_text("utf-8"), LOAD.read_text("utf-8"))
    assert 0 < measurements.engine[6] < measurements.engine[24] < 1000
    assert 0 < measurements.overhead < 1000


def test_a_report_without_an_expected_number_is_rejected() -> None:
    with pytest.raises(ReportUnreadable, match="12 MP"):
        read_measurements(BENCH_TEXT.replace("12 MP", "13 MP"), LOAD_TEXT)


def test_less_than_one_vcpu_takes_longer_but_more_than_one_is_not_faster() -> None:
    by_memory = [
        run_ms(Image(megabytes=4, variants=1, memory_mb=mb), MEASUREMENTS) for mb in (885, 1769, 3008)
    ]
    assert by_memory[0] > by_memory[1] == by_memory[2]


def test_each_variant_adds_one_wait_for_s3() -> None:
    one, two, four = (run_ms(Image(megabytes=4, variants=n, memory_mb=1769), MEASUREMENTS) for n in (1, 2, 4))
    assert four - two == 2 * (two - one) > 0


def test_the_waits_of_a_run_match_its_billed_calls() -> None:
    latency, amounts = assumptions.read().latency_ms, per_image(IMAGE, MEASUREMENTS)
    # a read, a claim and a finalize; the client makes the PUT of the upload
    waits = 3 * latency.dynamodb + (amounts["s3_read"] + IMAGE.variants) * latency.s3_large
    assert run_ms(IMAGE, MEASUREMENTS) == pytest.approx(MEASUREMENTS.cpu(IMAGE.megapixels) + waits)


def test_each_service_is_billed_by_its_units() -> None:
    amounts = per_image(IMAGE, MEASUREMENTS)
    once = break_down(10, IMAGE, MEASUREMENTS, ONES, "x86_64").once
    assert once["S3 requests"] == 10 * (amounts["s3_read"] + amounts["s3_write"])
    assert once["API Gateway"] == 10 * amounts["api_request"]
    assert once["Lambda"] == pytest.approx(10 * (amounts["lambda_gb_second"] + amounts["lambda_request"]))


def test_arm64_has_its_own_price() -> None:
    x86, arm = (break_down(1, IMAGE, MEASUREMENTS, ONES, each).once for each in ("x86_64", "arm64"))
    gb_seconds = per_image(IMAGE, MEASUREMENTS)["lambda_gb_second"]
    assert x86["Lambda"] - arm["Lambda"] == pytest.approx(gb_seconds / 2)


def test_every_price_is_used_and_the_prices_are_dated() -> None:
    prices = read_prices()
    assert re.fullmatch(r"20\d\d-\d\d", prices.date)
    for name in prices.usd:
        raised = Prices(date="", region="", usd=prices.usd | {name: 1e6}, sources=())
        totals = [
            sum((*each.once.values(), *each.monthly.values()))
            for architecture in ("arm64", "x86_64")
            for each in (break_down(1, IMAGE, MEASUREMENTS, raised, architecture),)
        ]
        assert max(totals) > 1, name


def test_more_variants_cost_more_writes_and_storage() -> None:
    one, three = (
        break_down(1000, Image(megabytes=4, variants=n, memory_mb=1769), MEASUREMENTS, read_prices(), "arm64")
        for n in (1, 3)
    )
    assert three.once["S3 requests"] > one.once["S3 requests"]
    assert three.monthly["S3 storage"] > one.monthly["S3 storage"]
    assert three.total > one.total


def test_the_command_prints_services_memory_sizes_and_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cost", "--images", "1000000", "--avg-mb", "3"], {}) is ExitCode.OK
    printed = capsys.readouterr().out
    for part in ("1,000,000 images of 3 MB", "Lambda", "DynamoDB", "API Gateway", "arm64", "3,008 MB"):
        assert part in printed
    assert "https://aws.amazon.com/lambda/pricing/" in printed
