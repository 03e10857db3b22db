"""A stage of an earlier version gets new indexes one by one."""

import shutil
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from ops.cloudformation.names import Stage
from ops.deployment.table_indexes import ADDED, FIRST, LAST, STEP, adding, removing, take_steps
from ops.deployment.tools import PROJECT
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import deployed, roll_back
from tests.upgrade.index_updates import STORAGE, table_properties

UNCONDITIONAL = ["ids_by_owner", "by_open_shard", "by_owner_external_id", "by_due_shard"]
ALL = {*UNCONDITIONAL, "ids_by_owner_status"}
OLDER = (PROJECT / "tests" / "upgrade" / "0.9.0" / "templates" / "storage.yaml").read_text("utf-8")
OLD = {"by_owner", "by_owner_status", "by_running_shard", *UNCONDITIONAL[1:]}


def indexes(template: str, step: int = LAST) -> set[str]:
    """Return the indexes of a stage at a step of the upgrade; a new one is at the last."""
    table = table_properties(template, {STEP: str(step)})
    found = table["GlobalSecondaryIndexes"]
    keys = [*table["KeySchema"], *(key for each in found for key in each["KeySchema"])]
    # DynamoDB refuses attributes that are in no key.
    attributes = [each["AttributeName"] for each in table["AttributeDefinitions"]]
    assert set(attributes) == {key["AttributeName"] for key in keys}
    return {each["IndexName"] for each in found}


def test_each_step_adds_or_deletes_one_index() -> None:
    steps = [OLD, *(indexes(STORAGE, step) for step in range(FIRST, LAST + 1))]
    assert [len(after ^ before) for before, after in pairwise(steps)] == [1] * LAST
    assert (steps[ADDED], steps[LAST]) == (OLD | ALL, ALL)


def test_each_template_adds_one_index() -> None:
    assert indexes(STORAGE) == ALL
    found = [indexes(each) for each in adding(STORAGE, UNCONDITIONAL[:1])]
    assert found == [ALL - {*UNCONDITIONAL[2:]}, ALL - {*UNCONDITIONAL[3:]}]


def test_each_template_removes_one_index() -> None:
    older, _ = adding(STORAGE, UNCONDITIONAL[:1])
    found = [indexes(each) for each in removing(STORAGE, older)]
    assert found == [ALL - {UNCONDITIONAL[2]}]


@pytest.mark.parametrize("existing", [UNCONDITIONAL, UNCONDITIONAL[:3]])
def test_a_single_index_needs_no_other_template(existing: list[str]) -> None:
    assert list(adding(STORAGE, existing)) == []


def test_a_template_without_tables_needs_no_other_one() -> None:
    assert [*adding("Resources: {}\n", ()), *removing("Resources: {}\n", STORAGE)] == []


@dataclass
class Upgraded:
    """A stage of an earlier release, and how to change it."""

    account: FakeAccount
    table: str

    @property
    def indexes(self) -> set[str]:
        return self.account.resources.tables.indexes[self.table]

    @property
    def step(self) -> str | None:
        return self.account.tools.stacks.parameters(Stage.named("prod").storage).get(STEP)


def of_release(storage: str, templates: Path, folder: Path) -> Upgraded:
    """Deploy a stage with another template of the storage, and prepare the account for the present one."""
    shutil.copytree(templates, folder)
    (folder / "storage.yaml").write_text(storage, "utf-8")
    account = FakeAccount(project=PROJECT, templates=folder)
    deployed(account)
    table = account.cloudformation.stacks[Stage.named("prod").storage.name].outputs["ImagesTable"]
    account.code, account.templates = "second", templates
    return Upgraded(account, table)


def test_a_stage_of_an_earlier_version_is_updated_and_rolled_back(templates: Path, tmp_path: Path) -> None:
    fewer, *_ = adding(STORAGE, UNCONDITIONAL[:1])
    stage = of_release(fewer, templates, tmp_path / "templates")
    assert stage.indexes == ALL - {*UNCONDITIONAL[2:]}
    deployed(stage.account)
    assert (stage.indexes, stage.step) == (ALL, str(LAST))
    roll_back(stage.account)
    assert stage.indexes == ALL - {*UNCONDITIONAL[2:]}
    roll_back(stage.account)
    assert stage.indexes == ALL


@pytest.fixture
def of_0_9(templates: Path, tmp_path: Path) -> Upgraded:
    stage = of_release(OLDER, templates, tmp_path / "templates")
    assert (stage.indexes, stage.step) == (OLD, None)
    deployed(stage.account)
    assert (stage.indexes, stage.step) == (OLD | ALL, str(ADDED))
    return stage


def test_a_stage_of_0_9_keeps_its_indexes_until_they_are_to_be_deleted(of_0_9: Upgraded) -> None:
    deployed(of_0_9.account)
    assert of_0_9.indexes == OLD | ALL
    deployed(of_0_9.account, "--delete-old-indexes")
    deployed(of_0_9.account)
    assert (of_0_9.indexes, of_0_9.step) == (ALL, str(LAST))


@pytest.mark.parametrize("options", [[], ["--delete-old-indexes"]])
def test_a_stage_is_rolled_back_to_0_9_and_updated_again(of_0_9: Upgraded, options: list[str]) -> None:
    deployed(of_0_9.account, *options)
    roll_back(of_0_9.account)
    assert of_0_9.indexes == OLD
    roll_back(of_0_9.account)
    assert (of_0_9.indexes, of_0_9.step) == (OLD | ALL, str(ADDED))


def test_an_update_continues_after_an_interrupted_return_to_0_9(of_0_9: Upgraded) -> None:
    stacks = of_0_9.account.tools.stacks
    take_steps(stacks, Stage.named("prod").storage, FIRST, lambda _: None)
    assert of_0_9.indexes == OLD | ALL - {"ids_by_owner_status"}
    deployed(of_0_9.account)
    assert (of_0_9.indexes, of_0_9.step) == (OLD | ALL, str(ADDED))


def test_a_new_stage_has_no_old_indexes(templates: Path) -> None:
    account = FakeAccount(project=PROJECT, templates=templates)
    deployed(account, "--delete-old-indexes")
    (indexes_,) = (each for each in account.resources.tables.indexes.values() if each)
    assert indexes_ == ALL
