"""The command line, without calls to AWS."""

import json
from pathlib import Path

import pytest

from chalicelib import VERSION
from chalicelib.bootstrap.presets import read_presets
from ops.exit_codes import ExitCode
from ops.main import main
from tests.unit.deployment import RESOURCES
from tests.unit.overlays import LOGO, presets_with_overlay, watermark

ENV = {
    **RESOURCES,
    "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
}


@pytest.fixture(autouse=True)
def _region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


def test_the_version_is_that_of_the_service(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"], ENV)
    assert (ended.value.code, capsys.readouterr().out) == (0, f"Darkroom {VERSION}\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["backfill", "--limit", "0"], "--limit"),
        (["backfill", "--limit", "1.5"], "--limit"),
        (["backfill", "--rate", "0"], "--rate"),
        (["backfill", "--rate", "inf"], "--rate"),
        (["backfill", "--rate", "fast"], "--rate"),
        (["backfill", "--prefix", "other/"], "--prefix must start with images/"),
        (["backfill", "--prefix", "images/a/", "--cursor", "images/b/1.jpg"], "--cursor"),
        (["backfill", "--add", "smal"], "--add: there is no preset 'smal'"),
        (["backfill", "--variants", "small,smal,"], "--variants: there is no preset '', 'smal'"),
        (["backfill", "--variants", "small", "--add", "large"], "--variants cannot be combined"),
        (["backfill", "--variants", "small", "--remove", "large"], "--variants cannot be combined"),
        (["backfill", "--add", "small", "--remove", "small"], "the same preset 'small'"),
        (["backfill", "--remove", "300x300"], "--remove would leave images without any preset"),
        (["redrive", "--prefix", "images/"], "--prefix"),
        (["deploy", "prod", "--timeout", "601"], "--timeout"),
        (["deploy", "prod", "--memory", "64"], "--memory"),
        (["deploy", "prod", "--concurrency", "-1"], "--concurrency"),
        (["deploy", "prod", "--concurrency", "1"], "--concurrency"),
        (["deploy", "prod", "--concurrency", "1001"], "--concurrency"),
        (["deploy", "prod", "--log-days", "31"], "--log-days"),
        (["deploy", "prod", "--workflow", "other"], "--workflow"),
        (["deploy", "prod", "--moderation", "on"], "--moderation"),
        (["deploy", "prod", "--public-rate", "0.001"], "--public-rate"),
        (["deploy", "prod", "--writing-burst", "0.5"], "--writing-burst"),
        (["deploy", "prod", "--waf-rate", "9"], "--waf-rate"),
        (["diff", "prod", "--architecture", "arm"], "--architecture"),
        ([], "required"),
    ],
)
def test_invalid_usage_is_rejected_with_the_option_s_name(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments, ENV)
    assert caught.value.code == ExitCode.USAGE
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("command", ["deploy", "diff", "rollback", "outputs", "destroy"])
def test_an_invalid_stage_name_is_refused_before_any_request(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--yes"] if command == "destroy" else []
    assert main([command, "prod-app", *options], {}) == ExitCode.FAILED
    assert "can't end in" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["backfill", "redrive"])
def test_help_lists_the_exit_codes(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"], {})
    printed = capsys.readouterr().out
    assert all(f"  {code:<4} " in printed for code in ExitCode)


def test_the_error_names_a_missing_setting(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backfill"], {}) == ExitCode.FAILED
    assert "UPLOAD_BUCKET is not set" in capsys.readouterr().err


def test_the_same_bucket_for_uploads_and_variants_is_rejected(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backfill"], {**ENV, "DEST_BUCKET": "uploads"}) == ExitCode.FAILED
    assert "DEST_BUCKET" in capsys.readouterr().err


def test_sending_requires_a_function_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["redrive"], ENV) == ExitCode.FAILED
    assert "--function" in capsys.readouterr().err


def test_a_presets_file_is_checked_and_written_with_its_overlays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, output = presets_with_overlay(tmp_path, watermark()), tmp_path / "bundled.json"
    assert main(["presets", str(file), "--output", str(output)], {}) == ExitCode.OK
    (tmp_path / LOGO).unlink()
    assert list(read_presets(output).overlays.values()) == [watermark()]
    assert main(["presets", str(file)], {}) == ExitCode.FAILED
    assert 'preset "marked", overlay.image: there is no file "logo.png"' in capsys.readouterr().err


def test_the_policy_of_the_cdn_can_be_written_to_a_file(tmp_path: Path) -> None:
    file, output = tmp_path / "presets.json", tmp_path / "policy.json"
    presets = '"default": ["small"], "presets": [{"name": "small", "width": 5, "height": 5}]'
    file.write_text(f'{{{presets}, "on_demand": {{"widths": [160]}}}}', "utf-8")
    assert main(["presets", str(file), "--edge-policy", str(output)], {}) == ExitCode.OK
    assert json.loads(output.read_bytes())["widths"] == [160]
    file.write_text(f"{{{presets}}}", "utf-8")
    assert main(["presets", str(file), "--edge-policy", str(output)], {}) == ExitCode.OK
    assert output.read_bytes() == b""
