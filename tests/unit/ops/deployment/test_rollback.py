"""`ops rollback` exchanges the current and the previous version; settings stay."""

import json
import shutil
from pathlib import Path

import pytest

from ops.deployment.tools import PROJECT
from ops.deployment.versions import swapped, updated
from ops.exit_codes import ExitCode
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import PROD, deploy, deployed, roll_back
from tests.fakes.account.consistency import missing, outputs, parameters, variables

FIRST = {"ReleasePrefix": "releases/1/", "Presets": "", "PresetsVersion": ""}
SECOND = {"ReleasePrefix": "releases/2/", "Presets": "presets.json", "PresetsVersion": "v2"}


def previous(version: dict[str, str]) -> dict[str, str]:
    return {f"Previous{name}": value for name, value in version.items()}


@pytest.fixture
def presets(tmp_path: Path) -> str:
    file = tmp_path / "presets.json"
    preset = '{"name": "small", "width": 5, "height": 5}'
    file.write_text(f'{{"default": ["small"], "presets": [{preset}]}}', "utf-8")
    return str(file)


def release(account: FakeAccount) -> str:
    """Return the release whose package the functions run."""
    code = account.resources.functions.functions["darkroom-prod-process_upload"]["Code"]["S3Key"]
    assert code.startswith(parameters(account, "app")["ReleasePrefix"])
    return str(code)


def test_a_new_stage_has_no_previous_version() -> None:
    assert updated({}, FIRST) == FIRST


def test_a_new_version_remembers_the_one_before() -> None:
    assert updated({**FIRST, "Memory": "1769"}, SECOND) == SECOND | previous(FIRST)


def test_the_same_version_leaves_the_previous_one_as_it_is() -> None:
    assert updated(SECOND | previous(FIRST), SECOND) == SECOND


def test_other_presets_are_another_version() -> None:
    other = {**SECOND, "PresetsVersion": "v3"}
    assert updated(SECOND, other) == other | previous(SECOND)


def test_a_rollback_exchanges_the_versions() -> None:
    assert swapped(SECOND | previous(FIRST)) == FIRST | previous(SECOND)


def test_two_rollbacks_return_to_the_first_version() -> None:
    both = SECOND | previous(FIRST)
    assert swapped(swapped(both)) == both


def test_the_previous_code_runs_again_with_the_current_settings(account: FakeAccount) -> None:
    deployed(account, "--set", "OPEN_FORMS=5")
    first = release(account)
    account.code = "second"
    deployed(account, "--set", "OPEN_FORMS=6", "--cdn", "--events")
    second = release(account)
    assert roll_back(account).code is ExitCode.OK
    assert release(account) == first
    assert variables(account)["OPEN_FORMS"] == "6"
    assert missing(account, PROD) == []
    assert roll_back(account).code is ExitCode.OK
    assert release(account) == second


def test_every_stack_gets_the_templates_of_the_previous_version(account: FakeAccount) -> None:
    deployed(account, "--cdn", "--events", "--workflow", "stepfunctions")
    account.code = "second"
    deployed(account)
    outcome = roll_back(account)
    titles = [line.partition(":")[0] for line in outcome.text.splitlines()[1:]]
    absent = {"darkroom-prod-moderation", "darkroom-prod-faces", "darkroom-prod-budget"}
    stacks = [stack.name for stack in PROD.stacks[1:] if stack.name not in absent]
    assert titles == [*stacks, "Signing keys of the CDN"]
    assert outcome.text.startswith("Previous version: releases/")


def test_a_previous_version_gets_the_resources_that_only_it_has(templates: Path, tmp_path: Path) -> None:
    older = tmp_path / "templates"
    shutil.copytree(templates, older)
    with (older / "storage.yaml").open("a", encoding="utf-8") as storage:
        storage.write("  RemovedTable:\n    Value: !Ref ImagesTable\n")
    app = json.loads((older / "app.json").read_bytes())
    app["Parameters"]["RemovedTable"] = {"Type": "String"}
    app["Resources"]["Sweep"]["Properties"]["Description"] = {"Ref": "RemovedTable"}
    (older / "app.json").write_text(json.dumps(app), "utf-8")
    account = FakeAccount(project=PROJECT, templates=older)
    deployed(account)
    first = release(account)
    account.code, account.templates = "second", templates
    deployed(account)
    assert roll_back(account).text.count("updated") == 2
    assert release(account) == first
    assert parameters(account, "app")["RemovedTable"] == outputs(account, "storage")["ImagesTable"]


def test_presets_return_to_their_previous_version(account: FakeAccount, presets: str) -> None:
    deployed(account)
    deployed(account, "--presets", presets)
    version, found = variables(account)["PRESETS_VERSION"], list[str]()
    account.operations.observe = lambda: found.extend(missing(account, PROD))
    assert roll_back(account).code is ExitCode.OK
    assert (variables(account)["PRESETS"], variables(account)["PRESETS_VERSION"]) == ("", "")
    assert roll_back(account).code is ExitCode.OK
    assert variables(account)["PRESETS_VERSION"] == version
    assert found == []


def test_a_deployment_after_a_rollback_remembers_what_was_running(account: FakeAccount) -> None:
    deployed(account)
    first = parameters(account, "app")["ReleasePrefix"]
    account.code = "second"
    deployed(account)
    roll_back(account)
    account.code = "third"
    deployed(account)
    assert parameters(account, "app")["PreviousReleasePrefix"] == first


def test_a_stage_that_was_deployed_once_cannot_be_rolled_back(account: FakeAccount) -> None:
    deployed(account)
    deployed(account, "--memory", "2000")
    outcome = roll_back(account)
    assert outcome.code is ExitCode.FAILED
    assert "There is no previous version; all deployments so far had the same code" in outcome.text


def test_a_stage_that_does_not_exist_cannot_be_rolled_back(account: FakeAccount) -> None:
    assert "There is no stage 'prod' in account 123456789012" in roll_back(account).text


def test_a_version_for_another_processor_is_refused(account: FakeAccount) -> None:
    deployed(account)
    deployed(account, "--architecture", "x86_64")
    done = len(account.operations.log)
    outcome = roll_back(account)
    assert outcome.code is ExitCode.FAILED
    assert "has no package for x86_64; deploy the earlier code with `ops deploy`" in outcome.text
    assert len(account.operations.log) == done


def test_a_stack_whose_creation_failed_is_left_alone(account: FakeAccount) -> None:
    deployed(account)
    account.code = "second"
    deployed(account)
    account.operations.failures["darkroom-prod-cdn", "Distribution"] = "no"
    assert deploy(account, "--cdn").code is ExitCode.FAILED
    outcome = roll_back(account)
    assert outcome.code is ExitCode.OK
    assert "darkroom-prod-cdn" not in outcome.text


def test_a_rollback_that_fails_leaves_the_version(account: FakeAccount) -> None:
    deployed(account)
    account.code = "second"
    deployed(account)
    second = release(account)
    account.operations.failures["darkroom-prod-app", "Sweep"] = "no"
    outcome = roll_back(account)
    assert outcome.code is ExitCode.FAILED
    assert "darkroom-prod-app ended as UPDATE_ROLLBACK_COMPLETE: Sweep: no" in outcome.text
    assert release(account) == second
    account.operations.failures.clear()
    assert roll_back(account).code is ExitCode.OK
    assert release(account) != second
