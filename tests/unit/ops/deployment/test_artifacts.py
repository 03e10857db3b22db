"""The artifact bucket: releases and presets."""

from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.domain.presets import Presets
from ops.deployment.artifacts import Artifacts
from ops.exit_codes import ExitCode
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import deploy, deployed, diff, roll_back
from tests.fakes.account.consistency import outputs, parameters, variables
from tests.unit.overlays import presets_with_overlay, watermark

DAY = timedelta(days=1)


def objects(account: FakeAccount) -> list[str]:
    return sorted(account.resources.s3.objects(outputs(account, "artifacts")["ArtifactBucket"]))


def releases(account: FakeAccount) -> set[str]:
    """Return the folders of the releases in the bucket."""
    return {f"{key.rpartition('/')[0]}/" for key in objects(account) if key.startswith("releases/")}


def puts(account: FakeAccount) -> int:
    """Return the number of objects that were ever stored in the bucket, and of deletions."""
    return len(account.resources.s3.buckets[outputs(account, "artifacts")["ArtifactBucket"]].versions)


def release(account: FakeAccount, code: str, *options: str) -> str:
    """Deploy other code a day later; return the folder of its release."""
    account.code = code
    account.resources.s3.now += DAY
    deployed(account, *options)
    return parameters(account, "app")["ReleasePrefix"]


def presets_file(folder: Path, name: str) -> str:
    file = folder / "presets.json"
    preset = f'{{"name": "{name}", "width": 5, "height": 5}}'
    file.write_text(f'{{"default": ["{name}"], "presets": [{preset}]}}', "utf-8")
    return str(file)


def test_a_release_has_the_package_and_all_templates(account: FakeAccount) -> None:
    deployed(account)
    prefix = parameters(account, "app")["ReleasePrefix"]
    names = {key.removeprefix(prefix) for key in objects(account)}
    assert names == {
        *("access.yaml", "app.json", "artifacts.yaml", "budget.yaml", "cdn.yaml", "darkroom-1.2.3-arm64.zip"),
        *("events.yaml", "faces.yaml", "moderation.yaml", "operations.yaml", "storage.yaml", "workflow.yaml"),
    }
    assert prefix.startswith("releases/")


def test_only_missing_files_are_uploaded(account: FakeAccount) -> None:
    deployed(account)
    before, bucket = puts(account), outputs(account, "artifacts")["ArtifactBucket"]
    deployed(account)
    assert puts(account) == before
    account.resources.s3.delete_object(Bucket=bucket, Key=objects(account)[0])
    deployed(account)
    assert puts(account) == before + 2


def test_the_current_and_the_previous_release_are_kept(account: FakeAccount, tmp_path: Path) -> None:
    deployed(account, "--presets", presets_file(tmp_path, "small"))
    second, third = release(account, "second"), release(account, "third")
    account.resources.s3.now += 2 * DAY
    clock = Artifacts(account.clients.s3, outputs(account, "artifacts")["ArtifactBucket"])
    clock.delete_releases(keep={second, third}, now=account.resources.s3.now)
    assert releases(account) == {second, third}
    assert "presets.json" in objects(account)


def test_a_release_that_is_younger_than_a_day_is_kept(account: FakeAccount) -> None:
    deployed(account)
    (first,) = releases(account)
    artifacts = Artifacts(account.clients.s3, outputs(account, "artifacts")["ArtifactBucket"])
    now = account.resources.s3.now
    assert artifacts.delete_releases(keep={"", "releases/other/"}, now=now + DAY) == 0
    assert releases(account) == {first}
    assert artifacts.delete_releases(keep={first}, now=now + 2 * DAY) == 0
    assert artifacts.delete_releases(keep={""}, now=now + DAY + timedelta(seconds=1)) == 12
    assert releases(account) == set()


def test_a_deployment_deletes_old_releases(account: FakeAccount) -> None:
    # The clock of the fake is long before now.
    deployed(account)
    (first,) = releases(account)
    second, third = release(account, "second"), release(account, "third")
    assert first not in releases(account)
    assert releases(account) == {second, third}


def test_a_deployment_without_changes_keeps_the_previous_release(account: FakeAccount) -> None:
    deployed(account)
    (first,) = releases(account)
    second = release(account, "second")
    assert release(account, "second", "--memory", "2000") == second
    assert parameters(account, "app")["PreviousReleasePrefix"] == first
    assert releases(account) == {first, second}


@pytest.mark.parametrize("options", [(), ("--memory", "2000")])
def test_presets_stay(account: FakeAccount, tmp_path: Path, options: tuple[str, ...]) -> None:
    deployed(account, "--presets", presets_file(tmp_path, "small"))
    before = variables(account)
    assert before["PRESETS"] == "presets.json"
    deployed(account, *options)
    for name in ("PRESETS", "PRESETS_VERSION", "ARTIFACT_BUCKET"):
        assert variables(account)[name] == before[name]


@pytest.mark.parametrize("options", [(), ("--memory", "2000")])
def test_stored_presets_that_this_code_does_not_take_are_refused(
    account: FakeAccount, tmp_path: Path, options: tuple[str, ...]
) -> None:
    deployed(account, "--presets", presets_file(tmp_path, "small"))
    version = variables(account)["PRESETS_VERSION"]
    bucket = account.resources.s3.buckets[outputs(account, "artifacts")["ArtifactBucket"]]
    (stored,) = (each for each in bucket.versions if each.id == version)
    stored.body = stored.body.replace(b"width", b"breadth")
    done = len(account.operations.log)
    outcome = deploy(account, *options)
    assert outcome.code is ExitCode.FAILED
    assert f'presets.json ({version}): preset "small"' in outcome.text
    assert len(account.operations.log) == done
    deployed(account, "--no-presets")


def test_the_same_presets_keep_their_version(account: FakeAccount, tmp_path: Path) -> None:
    deployed(account, "--presets", presets_file(tmp_path, "small"))
    before, done = variables(account)["PRESETS_VERSION"], len(account.operations.log)
    assert (
        "Package and templates: no change"
        in deploy(account, "--presets", presets_file(tmp_path, "small")).text
    )
    assert variables(account)["PRESETS_VERSION"] == before
    assert len(account.operations.log) == done


def stored_presets(account: FakeAccount) -> bytes:
    artifacts = Artifacts(account.clients.s3, outputs(account, "artifacts")["ArtifactBucket"])
    return artifacts.presets(variables(account)["PRESETS_VERSION"])


def test_presets_are_stored_with_their_overlays(account: FakeAccount, tmp_path: Path) -> None:
    file = presets_with_overlay(tmp_path, watermark())
    deployed(account, "--presets", str(file))
    assert list(Presets.from_json(stored_presets(account)).overlays.values()) == [watermark()]
    version = variables(account)["PRESETS_VERSION"]
    deployed(account, "--presets", str(file))
    assert variables(account)["PRESETS_VERSION"] == version


def test_another_overlay_is_another_version_and_can_be_rolled_back(
    account: FakeAccount, tmp_path: Path
) -> None:
    file = presets_with_overlay(tmp_path, watermark())
    deployed(account, "--presets", str(file))
    before = stored_presets(account)
    presets_with_overlay(tmp_path, watermark(8, 8))
    assert diff(account, "--presets", str(file)).parameters.keys() >= {"PresetsVersion"}
    deployed(account, "--presets", str(file))
    assert list(Presets.from_json(stored_presets(account)).overlays.values()) == [watermark(8, 8)]
    assert roll_back(account).code is ExitCode.OK
    assert stored_presets(account) == before


def test_other_presets_are_another_version(account: FakeAccount, tmp_path: Path) -> None:
    deployed(account, "--presets", presets_file(tmp_path, "small"))
    before = variables(account)["PRESETS_VERSION"]
    deployed(account, "--presets", presets_file(tmp_path, "large"))
    app = parameters(account, "app")
    assert app["PresetsVersion"] != before
    assert (app["PreviousPresets"], app["PreviousPresetsVersion"]) == ("presets.json", before)


def test_functions_may_read_presets_only_if_they_have_some(account: FakeAccount, tmp_path: Path) -> None:
    deployed(account)
    assert not any("ReadPresets" in name for name in account.resources.policies)
    deployed(account, "--presets", presets_file(tmp_path, "small"))
    assert any("ReadPresets" in name for name in account.resources.policies)
    deployed(account, "--no-presets")
    assert not any("ReadPresets" in name for name in account.resources.policies)
    assert (variables(account)["PRESETS"], variables(account)["PRESETS_VERSION"]) == ("", "")
