"""What a deployment checks before it builds or changes anything."""

from pathlib import Path

import pytest

from chalicelib.errors import ConfigurationError
from ops.deployment import prerequisites, presets_files
from ops.deployment.steps import StepFailed
from ops.exit_codes import ExitCode
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import deploy, deployed
from tests.fakes.account.s3 import FakeBucket
from tests.unit.overlays import presets_with_overlay, watermark

EXISTING_BUCKET = pytest.mark.parametrize("option", ["--upload-bucket", "--dest-bucket"])
CERTIFICATE = "arn:aws:acm:{}:123456789012:certificate/1"


def refused(account: FakeAccount, *options: str) -> str:
    """Return why a deployment stops before it changes anything."""
    stacks = dict(account.cloudformation.stacks)
    builds = len(account.builds)
    outcome = deploy(account, *options)
    assert outcome.code is ExitCode.FAILED
    assert outcome.text.startswith("Prerequisites: failed.\n")
    assert (account.cloudformation.stacks, len(account.builds)) == (stacks, builds)
    return outcome.text


@pytest.mark.parametrize("version", [(3, 12), (3, 13), (4, 0)])
def test_newer_interpreters_are_accepted(version: tuple[int, int]) -> None:
    prerequisites.check_interpreter(version)


def test_an_interpreter_whose_runtime_is_too_old_is_refused() -> None:
    with pytest.raises(StepFailed, match=r"This is Python 3\.11, .* Python 3\.12 or newer; delete \.venv"):
        prerequisites.check_interpreter((3, 11))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--set", "MAX_UPLOAD_BYTES=many"), "MAX_UPLOAD_BYTES must be a whole number"),
        (("--set", "STUCK_AFTER=600"), "STUCK_AFTER must be more than UPLOAD_EXPIRES"),
        (("--set", "AUTH_ISSUER=https://a.example"), "AUTH_ISSUER and AUTH_AUDIENCE go together"),
        (("--set", "UPLOAD_PREFIX=photos"), "UPLOAD_PREFIX must be a folder"),
        (
            ("--workflow", "stepfunctions", "--set", "STUCK_AFTER=650"),
            "STUCK_AFTER must be more than 660",
        ),
        (
            ("--timeout", "600", "--set", "UPLOAD_EXPIRES=60", "--set", "STUCK_AFTER=600"),
            "STUCK_AFTER is 600 seconds; it must be more than the timeout of 600",
        ),
        (
            ("--domain", "a.example", "--certificate", CERTIFICATE.format("us-east-1")),
            "the certificate must be in eu-central-1",
        ),
        (("--domain", "a.example", "--certificate", "1234"), "this is not an ARN"),
    ],
)
def test_a_wrong_setting_is_refused(account: FakeAccount, options: tuple[str, ...], reason: str) -> None:
    assert reason in refused(account, *options)


def test_a_setting_that_conflicts_with_a_kept_one_is_refused(account: FakeAccount) -> None:
    deployed(account, "--set", "STUCK_AFTER=1000")
    assert "STUCK_AFTER must be more than UPLOAD_EXPIRES" in refused(account, "--set", "UPLOAD_EXPIRES=1000")


def test_presets_with_an_error_in_the_package_are_refused(tmp_path: Path) -> None:
    (tmp_path / "chalicelib").mkdir()
    (tmp_path / "chalicelib" / "presets.json").write_text('{"presets": []}', "utf-8")
    with pytest.raises(ConfigurationError, match=r"presets\.json: "):
        presets_files.shipped(tmp_path)


def test_prefixes_outside_the_upload_prefix_are_refused(account: FakeAccount, tmp_path: Path) -> None:
    file = str(presets_with_overlay(tmp_path, watermark(), prefixes={"images/a/": ["marked"]}))
    reason = 'prefixes, "images/a/": must start with photos/, the value of UPLOAD_PREFIX'
    assert f"--presets: {reason}" in refused(account, "--presets", file, "--set", "UPLOAD_PREFIX=photos/")
    deployed(account, "--presets", file)
    assert reason in refused(account, "--set", "UPLOAD_PREFIX=photos/")


def test_an_overlay_that_cannot_be_decoded_is_refused(tmp_path: Path) -> None:
    (tmp_path / "chalicelib").mkdir()
    presets_with_overlay(tmp_path / "chalicelib", watermark(300, 300)[:-40])
    with pytest.raises(ConfigurationError, match=r'"marked", overlay\.image: .*"logo\.png" cannot be used'):
        presets_files.shipped(tmp_path)


@EXISTING_BUCKET
def test_a_bucket_that_does_not_exist_is_refused(account: FakeAccount, option: str) -> None:
    assert f"{option} mine: the bucket can't be accessed (404)" in refused(account, option, "mine")


@EXISTING_BUCKET
def test_a_bucket_of_another_account_is_refused(account: FakeAccount, option: str) -> None:
    account.resources.s3.forbidden.add("mine")
    assert "the bucket can't be accessed (403)" in refused(account, option, "mine")


def test_an_upload_bucket_whose_events_stay_in_another_account_is_refused(account: FakeAccount) -> None:
    account.resources.s3.buckets["theirs"] = FakeBucket()
    account.resources.s3.foreign.add("theirs")
    reason = refused(account, "--upload-bucket", "theirs")
    assert "--upload-bucket theirs: the bucket doesn't belong to account 123456789012" in reason
    deployed(account, "--dest-bucket", "theirs")


@EXISTING_BUCKET
def test_a_bucket_in_another_region_is_refused(account: FakeAccount, option: str) -> None:
    account.resources.s3.buckets["mine"] = FakeBucket(region="us-east-1")
    assert "the bucket is in us-east-1, not in eu-central-1" in refused(account, option, "mine")


@EXISTING_BUCKET
@pytest.mark.parametrize("versioning", [None, "Suspended"])
def test_a_bucket_without_versions_is_refused(
    account: FakeAccount, option: str, versioning: str | None
) -> None:
    account.resources.s3.buckets["mine"] = FakeBucket(versioning=versioning)
    assert f"{option} mine: the bucket is not versioned; run `aws s3api" in refused(account, option, "mine")


@EXISTING_BUCKET
def test_a_stage_cannot_change_its_buckets(account: FakeAccount, option: str) -> None:
    account.resources.s3.buckets |= {"mine": FakeBucket(), "other": FakeBucket()}
    deployed(account, option, "mine")
    assert f"{option} other: the stage already uses mine" in refused(account, option, "other")
    assert f"{option} : the stage already uses mine" in refused(account, option, "")
    assert deploy(account, option, "mine").code is ExitCode.OK


@EXISTING_BUCKET
def test_a_stage_with_its_own_buckets_cannot_move_to_existing_ones(account: FakeAccount, option: str) -> None:
    account.resources.s3.buckets["mine"] = FakeBucket()
    deployed(account)
    assert f"{option} mine: the stage already uses darkroom-prod-" in refused(account, option, "mine")


def test_one_bucket_for_uploads_and_variants_is_refused(account: FakeAccount) -> None:
    account.resources.s3.buckets["mine"] = FakeBucket()
    reason = refused(account, "--upload-bucket", "mine", "--dest-bucket", "mine")
    assert "UPLOAD_BUCKET and DEST_BUCKET are the same" in reason


def test_an_existing_bucket_cannot_notify_the_function_directly(account: FakeAccount) -> None:
    account.resources.s3.buckets["mine"] = FakeBucket()
    options = ("--upload-bucket", "mine", "--upload-events", "s3")
    assert "--upload-events s3 is not possible; an existing bucket" in refused(account, *options)


@pytest.mark.parametrize("region", ["cn-north-1", "us-gov-west-1"])
def test_the_cdn_is_refused_where_cloudformation_has_none(account: FakeAccount, region: str) -> None:
    account.region = region
    assert f"--cdn is not possible in {region}; use a CDN of your own" in refused(account, "--cdn")


@pytest.mark.parametrize("name", ["darkroom-prod", "darkroom-prod-process_upload"])
def test_a_function_of_that_name_is_refused(account: FakeAccount, name: str) -> None:
    account.resources.functions.functions[name] = {}
    reason = refused(account)
    assert f"A function named {name} exists, but the stack darkroom-prod-app does not" in reason
    assert "choose another name for the stage" in reason


def test_the_stage_s_own_functions_are_accepted(account: FakeAccount) -> None:
    deployed(account)
    assert deploy(account).code is ExitCode.OK
