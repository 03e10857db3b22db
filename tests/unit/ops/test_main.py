"""The command line, up to where AWS would be called."""

import argparse

import pytest

from chalicelib.errors import ConfigurationError
from ops.exit_codes import ExitCode
from ops.main import main
from ops.stage_settings import deployment

ENV = {
    "UPLOAD_BUCKET": "uploads",
    "DEST_BUCKET": "processed",
    "IMAGES_TABLE": "images",
    "TOKENS_TABLE": "tokens",
    "FAILURES_QUEUE": "failures",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
}


@pytest.fixture(autouse=True)
def _region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["backfill", "--limit", "0"], "--limit"),
        (["backfill", "--limit", "1.5"], "--limit"),
        (["backfill", "--rate", "0"], "--rate"),
        (["backfill", "--rate", "inf"], "--rate"),
        (["backfill", "--rate", "fast"], "--rate"),
        (["backfill", "--prefix", "other/"], "--prefix must begin with images/"),
        (["backfill", "--prefix", "images/a/", "--cursor", "images/b/1.jpg"], "--cursor"),
        (["redrive", "--prefix", "images/"], "--prefix"),
        ([], "required"),
    ],
)
def test_wrong_usage_is_refused_by_name(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments, ENV)
    assert caught.value.code == ExitCode.USAGE
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize("command", ["backfill", "redrive"])
def test_help_tells_the_exit_codes(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"], {})
    told = capsys.readouterr().out
    assert all(f"  {code:<4} " in told for code in ExitCode)


def test_a_missing_setting_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backfill"], {}) == ExitCode.FAILED
    assert "UPLOAD_BUCKET is not set" in capsys.readouterr().err


def test_one_bucket_for_both_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backfill"], {**ENV, "DEST_BUCKET": "uploads"}) == ExitCode.FAILED
    assert "DEST_BUCKET" in capsys.readouterr().err


def test_nothing_is_sent_to_a_function_that_nobody_has_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["redrive"], ENV) == ExitCode.FAILED
    assert "--function" in capsys.readouterr().err


def chosen(stage: str | None = None, function: str | None = None, **env: str) -> str | None:
    arguments = argparse.Namespace(stage=stage, function=function)
    return deployment(arguments, {**ENV, **env}).settings.process_function


def test_a_stages_function_is_named_as_chalice_names_it() -> None:
    assert chosen("dev") == "darkroom-dev-process_upload"


def test_a_stage_goes_before_the_environment() -> None:
    assert chosen("dev", PROCESS_FUNCTION="other") == "darkroom-dev-process_upload"


def test_without_a_stage_the_environment_says_which_function() -> None:
    assert chosen(PROCESS_FUNCTION="other") == "other"


def test_a_named_function_goes_before_all_else() -> None:
    assert chosen("dev", "mine", PROCESS_FUNCTION="other") == "mine"


def test_an_unknown_stage_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="nowhere"):
        chosen("nowhere")
