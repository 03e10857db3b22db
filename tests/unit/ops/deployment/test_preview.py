"""`ops diff`: parameters that change first, then the resources of each stack. Nothing is changed."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from chalicelib.errors import ConfigurationError
from ops.cloudformation.events import StackFailed
from ops.deployment.preview import StagePreview
from ops.diff import show
from ops.printing import Printer
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import deployed, diff
from tests.fakes.account.consistency import parameters


def printed(account: FakeAccount, *options: str) -> list[str]:
    out = StringIO()
    show(diff(account, *options), Printer(Console(file=out, width=1000), Console(file=StringIO())))
    return out.getvalue().splitlines()


def resources(found: StagePreview, stack: str) -> list[str]:
    """Return the changes to a stack that exists."""
    changes = found.stacks[stack]
    assert changes is not None
    return changes


def test_a_new_stage_would_be_created(account: FakeAccount) -> None:
    assert printed(account, "--cdn") == [
        "darkroom-prod-artifacts: would be created",
        "darkroom-prod: would be created",
        "darkroom-prod-cdn: would be created",
        "darkroom-prod-access: would be created",
        "darkroom-prod-operations: would be created",
        "darkroom-prod-app: would be created",
    ]
    assert account.cloudformation.stacks == {}
    assert account.resources.s3.buckets == {}


def test_the_same_options_change_nothing(account: FakeAccount) -> None:
    deployed(account, "--cdn", "--events", "--workflow", "stepfunctions", "--moderation", "rekognition")
    found = diff(account)
    assert found.parameters == {}
    assert all(resources == [] for resources in found.stacks.values())
    assert found.deleted == []
    assert printed(account)[-1] == "darkroom-prod-app: no changes"


def test_an_environment_that_is_too_large_is_refused_as_by_the_deployment(account: FakeAccount) -> None:
    deployed(account)
    with pytest.raises(
        ConfigurationError, match=r"Lambda allows 4,096; shorten the longest: PUBLIC_BASE_URL"
    ):
        diff(account, "--set", f"PUBLIC_BASE_URL=https://a.example/{'a' * 4_000}")


def test_parameters_that_change_come_first(account: FakeAccount) -> None:
    deployed(account, "--set", "OPEN_FORMS=5")
    lines = printed(account, "--set", "OPEN_FORMS=6", "--origin", "https://a.example", "--memory", "2000")
    own = next(line for line in lines if line.startswith("AllowedOrigins"))
    assert own.endswith(",https://a.example")
    assert lines[:8] == [
        own,
        "Memory: 1769 → 2000",
        "CorsOrigins: (none) → https://a.example",
        "OpenForms: 5 → 6",
        "darkroom-prod: 2 changes",
        "  Modify UploadBucket AWS::S3::Bucket",
        "  Modify DestBucket AWS::S3::Bucket",
        "darkroom-prod-access: no changes",
    ]
    assert lines[-1].startswith("  Modify ")


def test_a_parameter_returns_to_nothing(account: FakeAccount) -> None:
    deployed(account, "--alarm-email", "me@example.com")
    assert printed(account, "--alarm-email", "")[0] == "AlarmEmail: me@example.com → (none)"


def test_new_code_is_a_new_release(account: FakeAccount) -> None:
    deployed(account)
    account.code = "second"
    found = diff(account)
    before, after = found.parameters["ReleasePrefix"]
    assert found.parameters["PreviousReleasePrefix"] == ("", before)
    assert before != after
    assert "Modify ProcessUpload AWS::Lambda::Function" in resources(found, "darkroom-prod-app")


def test_features_that_would_be_turned_on_have_placeholders(account: FakeAccount) -> None:
    deployed(account)
    found = diff(account, "--events", "--cdn")
    assert found.parameters["EventBus"] == ("", "to-be-created")
    assert found.parameters["PublicBaseUrl"] == ("", "to-be-created")
    assert found.stacks["darkroom-prod-events"] is None
    assert "Add DeliverWebhookRole AWS::IAM::Role" in resources(found, "darkroom-prod-access")
    assert "Add DeliverWebhook AWS::Lambda::Function" in resources(found, "darkroom-prod-app")


def test_features_that_would_be_turned_off_are_deleted(account: FakeAccount) -> None:
    deployed(account, "--cdn", "--workflow", "stepfunctions")
    lines = printed(account, "--no-cdn", "--workflow", "direct", "--no-alarms")
    assert lines[-3:] == [
        "darkroom-prod-cdn: would be deleted",
        "darkroom-prod-workflow: would be deleted",
        "darkroom-prod-operations: would be deleted",
    ]


def test_only_templates_are_uploaded(account: FakeAccount) -> None:
    deployed(account)
    (bucket,) = (name for name in account.resources.s3.buckets if "artifact" in name)
    before = account.resources.s3.objects(bucket).keys()
    account.code = "second"
    done = len(account.operations.log)
    diff(account, "--memory", "2000")
    added = account.resources.s3.objects(bucket).keys() - before
    assert added
    assert not any(key.endswith(".zip") for key in added)
    assert len(account.operations.log) == done
    assert account.cloudformation.change_sets.made == {}
    deployed(account, "--memory", "2000")


def test_presets_get_a_version_only_when_they_are_deployed(account: FakeAccount, tmp_path: Path) -> None:
    file = tmp_path / "presets.json"
    file.write_text('{"default": ["s"], "presets": [{"name": "s", "width": 5, "height": 5}]}', "utf-8")
    deployed(account)
    assert diff(account, "--presets", str(file)).parameters == {
        "Presets": ("", "presets.json"),
        "PreviousReleasePrefix": ("", parameters(account, "app")["ReleasePrefix"]),
        "PresetsVersion": ("", "to-be-created"),
    }
    deployed(account, "--presets", str(file))
    assert diff(account, "--presets", str(file)).parameters == {}


def test_a_stack_whose_creation_failed_would_be_created(account: FakeAccount) -> None:
    deployed(account)
    account.cloudformation.stacks["darkroom-prod-operations"].status = "ROLLBACK_COMPLETE"
    assert diff(account, "--alarms").stacks["darkroom-prod-operations"] is None


def test_a_stack_that_could_not_be_rolled_back_cannot_be_compared(account: FakeAccount) -> None:
    deployed(account)
    account.cloudformation.stacks["darkroom-prod-app"].status = "UPDATE_ROLLBACK_FAILED"
    with pytest.raises(
        StackFailed, match=r"darkroom-prod-app is in UPDATE_ROLLBACK_FAILED.*; run `ops deploy`"
    ):
        diff(account)


def test_a_change_set_that_fails_is_reported(account: FakeAccount) -> None:
    deployed(account)
    account.cloudformation.change_sets.error = "Transform failed"
    with pytest.raises(StackFailed, match="darkroom-prod: Transform failed"):
        diff(account, "--origin", "https://a.example")
    assert account.cloudformation.change_sets.made == {}
