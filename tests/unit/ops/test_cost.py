"""`ops cost`: its options, its sums and its error messages."""

import re
from pathlib import Path

import pytest

from chalicelib.bootstrap.adapters import PRESETS_FILE
from local.sample.image import sample
from ops.exit_codes import ExitCode
from ops.main import main
from tests.unit.overlays import LOGO, presets_with_overlay, watermark

_AMOUNT = re.compile(r"^  (.+?) +([\d,]+\.\d+) USD(?: +([\d,]+\.\d+) USD)?$", re.MULTILINE)


def printed(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["cost", *options], {}) is ExitCode.OK
    return capsys.readouterr().out


def section(output: str, title: str) -> dict[str, tuple[float, ...]]:
    """Return the costs of a section by item: one, or two for delivery."""
    (text,) = [part for part in output.split("\n\n") if part.startswith(title)]
    return {
        item: tuple(float(each.replace(",", "")) for each in numbers if each)
        for item, *numbers in _AMOUNT.findall(text)
    }


SECTIONS = ["Processing", "Storage, per month", "Idle deployment, per month", "Delivery"]
ALL = "300x300,square,small,large"
EVERYTHING = [
    *("--events", "--upload-events", "eventbridge", "--workflow", "stepfunctions"),
    *("--moderation", "rekognition", "--face-detection", "rekognition"),
    *("--variants", ALL, "--views", "7"),
]


@pytest.mark.parametrize(
    "options",
    [[], ["--images", "7"], ["--images", "12345", "--no-alarms"], EVERYTHING],
    ids=["default", "few", "thousands", "everything"],
)
@pytest.mark.parametrize("title", SECTIONS)
def test_the_printed_items_add_up_to_the_printed_total(
    capsys: pytest.CaptureFixture[str], title: str, options: list[str]
) -> None:
    costs = section(printed(capsys, *options), title)
    totals = costs.pop("Total")
    parts = {item: costs.pop(item) for item in [*costs] if item.startswith("of which ")}
    assert all(0 < usd < totals[0] for (usd,) in parts.values())
    for column, total in enumerate(totals):
        # the difference of two decimal fractions in binary
        assert sum(each[column] for each in costs.values()) == pytest.approx(total, abs=1e-9)


def test_the_default_is_a_million_images_with_the_default_presets(capsys: pytest.CaptureFixture[str]) -> None:
    output = printed(capsys)
    assert output.startswith("1,000,000 images of 3 MB and 9 megapixels, with 1 variant: 300x300.\n")
    assert "Functions on arm64 with 1,769 MB of memory." in output
    processing = section(output, "Processing")
    services = {"Lambda", "S3 requests", "DynamoDB", "API Gateway", "CloudWatch Logs"}
    assert set(processing) == {*services, "Total", "of which quotas, fair share"}
    # 2 requests per image at 3.50 per million; 2 writes at 5.00 and a read at 0.40 per million
    assert (processing["API Gateway"], processing["S3 requests"]) == ((7.0,), (10.4,))
    # 8 write units at 0.625 and 4 read units at 0.125 per million: 5.00 + 0.50
    assert processing["DynamoDB"] == (5.5,)


def test_options_add_the_services_that_they_use(capsys: pytest.CaptureFixture[str]) -> None:
    processing = section(printed(capsys, *EVERYTHING), "Processing")
    # 7 + 4 + 2 transitions at 25 per million; two analyses of each image at 0.001
    assert processing["Step Functions"] == (325.0,)
    assert processing["Rekognition"] == (2000.0,)
    # two events at 1.00, and three requests at 0.40 per million
    assert (processing["EventBridge"], processing["SQS"]) == ((2.0,), (1.2,))
    # 4,000 bytes for each webhook are 3.725 GB at 0.09
    assert processing["Data transfer"] == (0.34,)


def test_without_alarms_there_is_no_monitoring_to_pay(capsys: pytest.CaptureFixture[str]) -> None:
    idle = section(printed(capsys, "--no-alarms"), "Idle deployment, per month")
    assert set(idle) == {"SQS polling (3 queues)", "Sweeps (8,640)", "Release artifacts", "Total"}


def test_each_view_is_a_request(capsys: pytest.CaptureFixture[str]) -> None:
    output = printed(capsys, "--views", "20", "--images", "500000", "--variants", "small,large")
    assert "Delivery, each variant viewed 20 times: 20,000,000 requests" in output
    # from S3 0.40 per million; through CloudFront 1.00, and a tenth of 0.40
    assert section(output, "Delivery")["Requests"] == (8.0, 20.8)


def test_more_variants_cost_more_lambda_requests_and_storage(capsys: pytest.CaptureFixture[str]) -> None:
    one, four = (printed(capsys, "--avg-mb", "4", "--variants", names) for names in ("300x300", ALL))
    for title, item in (
        ("Processing", "Lambda"),
        ("Processing", "S3 requests"),
        ("Storage, per month", "S3 storage"),
    ):
        assert section(four, title)[item] > section(one, title)[item]


def test_the_memory_table_has_both_architectures(capsys: pytest.CaptureFixture[str]) -> None:
    output = printed(capsys)
    row = re.search(r"^ +1,769 MB +(\d+) +([\d.]+) +([\d.]+)$", output, re.MULTILINE)
    assert row
    assert section(output, "Processing")["Lambda"] == (float(row[2]),)
    x86 = section(printed(capsys, "--architecture", "x86_64"), "Processing")["Lambda"]
    assert x86 == (float(row[3]),)


def test_an_image_is_measured_with_presets_of_ones_own(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    presets = tmp_path / "presets.json"
    presets.write_text('{"default": ["tiny"], "presets": [{"name": "tiny", "width": 16, "height": 16}]}')
    image = sample(tmp_path)
    output = printed(capsys, "--presets", str(presets), "--image", str(image))
    assert f"of {image.stat().st_size / 1e6:.3g} MB and 12 megapixels, with 1 variant: tiny." in output
    assert "measured on this machine" in output


def test_presets_without_a_measurement_ask_for_an_image(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    presets = tmp_path / "presets.json"
    presets.write_bytes(PRESETS_FILE.read_bytes().replace(b'"width": 800', b'"width": 801'))
    with pytest.raises(SystemExit):
        main(["cost", "--presets", str(presets), "--variants", "small"], {})
    assert "no CPU time for small; add --image with a typical image" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "message"),
    [(["--variants", "huge"], "There is no preset 'huge'"), (["--image", "absent.jpg"], "there is no file")],
    ids=["variant", "file"],
)
def test_an_unknown_variant_or_file_is_named(
    capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    try:
        code = main(["cost", *options], {})
    except SystemExit as exit_:
        code = int(str(exit_.code))
    assert code != ExitCode.OK
    assert message in capsys.readouterr().err


def test_a_file_that_is_no_image_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = tmp_path / "text.jpg"
    text.write_text("no image")
    assert main(["cost", "--image", str(text)], {}) is ExitCode.FAILED
    assert capsys.readouterr().err


def test_presets_with_overlays_can_be_measured(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = presets_with_overlay(tmp_path, watermark())
    output = printed(capsys, "--presets", str(file), "--image", str(tmp_path / LOGO))
    assert "with 1 variant: marked." in output
