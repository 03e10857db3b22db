"""A deployment that is stopped anywhere is completed by the same command."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from ops.exit_codes import ExitCode
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import (
    ALL_FEATURES,
    NO_FEATURES,
    PROD,
    deploy,
    deployed,
    destroy,
    removal,
    roll_back,
    steps,
)
from tests.fakes.account.consistency import missing, parameters
from tests.fakes.account.s3 import FakeBucket

# The options of earlier deployments, and those of the deployment that is stopped.
CHANGES = {
    "first": ((), ()),
    "first, all on": ((), ALL_FEATURES),
    "first, existing buckets": ((), ("--upload-bucket", "uploads", "--dest-bucket", "variants")),
    "first, by EventBridge": ((), ("--upload-events", "eventbridge")),
    "all on": ((("--memory", "2000"),), ALL_FEATURES),
    "all off": ((ALL_FEATURES,), NO_FEATURES),
    "to EventBridge": (((),), ("--upload-events", "eventbridge")),
    "from EventBridge": ((("--upload-events", "eventbridge"),), ("--upload-events", "s3")),
    "settings": (
        (("--set", "OPEN_FORMS=5", "--origin", "https://a.example", "--concurrency", "5"),),
        ("--unset", "OPEN_FORMS", "--origin", "https://b.example", "--remove-origin", "https://a.example"),
    ),
    "presets": (((),), ("--presets",)),
}


@pytest.fixture
def presets(tmp_path: Path) -> str:
    file = tmp_path / "presets.json"
    preset = '{"name": "small", "width": 50, "height": 50}'
    file.write_text(f'{{"default": ["small"], "presets": [{preset}]}}', "utf-8")
    return str(file)


def prepared(account: FakeAccount, name: str, presets: str) -> tuple[str, ...]:
    """Make the earlier deployments; return the options of the one to stop."""
    account.resources.s3.buckets |= {"uploads": FakeBucket(), "variants": FakeBucket()}
    earlier, options = CHANGES[name]
    for each in earlier:
        deployed(account, *each)
    account.code = "second"
    return (*options, presets) if options == ("--presets",) else options


def state(account: FakeAccount) -> dict[str, Any]:
    """Return everything in the account."""
    resources = account.resources
    stacks = account.cloudformation.stacks.values()
    return {
        "stacks": {each.name: (each.parameters, each.resources, each.outputs) for each in stacks},
        "buckets": {
            name: (each.notification, [(version.key, version.id) for version in each.versions])
            for name, each in resources.s3.buckets.items()
        },
        "rules": resources.events.rules,
        "functions": resources.functions.functions,
        "protected": resources.tables.protected,
    }


@pytest.mark.parametrize("name", CHANGES)
def test_a_deployment_stopped_after_any_step_is_completed_by_the_same_command(
    account: FakeAccount, presets: str, name: str
) -> None:
    options = prepared(account, name, presets)
    uninterrupted = deepcopy(account)
    number = len([step.action(lambda _: None) for step in steps(uninterrupted, *options)])
    for stop in range(1, number):
        stopped = deepcopy(account)
        assert deploy(stopped, *options, stop=stop).code is ExitCode.OK
        assert missing(stopped, PROD) == []
        deployed(stopped, *options)
        assert state(stopped) == state(uninterrupted), f"stopped after step {stop}"


@pytest.mark.parametrize("name", CHANGES)
def test_a_deployment_killed_during_any_operation_is_completed_by_the_same_command(
    account: FakeAccount, presets: str, name: str
) -> None:
    options = prepared(account, name, presets)
    uninterrupted = deployed(deepcopy(account), *options)
    number = len(uninterrupted.operations.log) - len(account.operations.log)
    for waits in range(number):
        killed = deepcopy(account)
        killed.interrupt = waits
        with pytest.raises(KeyboardInterrupt):
            deploy(killed, *options)
        killed.interrupt = None
        deployed(killed, *options)
        assert state(killed) == state(uninterrupted), f"killed during operation {waits}"


def test_a_removal_stopped_after_any_step_is_completed_by_the_same_command(account: FakeAccount) -> None:
    empty = deepcopy(state(account))
    deployed(account, *ALL_FEATURES)
    for stop in range(1, len(list(removal(account).plan()))):
        stopped = deepcopy(account)
        assert destroy(stopped, stop=stop).code is ExitCode.OK
        assert destroy(stopped).code is ExitCode.OK
        assert state(stopped) == empty, f"stopped after step {stop}"


def test_a_rollback_stopped_after_any_step_is_completed_by_the_same_command(account: FakeAccount) -> None:
    first = parameters(deployed(account), "app")["ReleasePrefix"]
    account.code = "second"
    deployed(account)
    for stop in range(1, 5):
        stopped = deepcopy(account)
        assert roll_back(stopped, stop=stop).code is ExitCode.OK
        assert parameters(stopped, "app")["ReleasePrefix"] != first
        assert roll_back(stopped).code is ExitCode.OK
        assert parameters(stopped, "app")["ReleasePrefix"] == first
