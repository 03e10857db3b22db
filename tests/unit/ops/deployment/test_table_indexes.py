"""A stage of an earlier version gets new indexes one by one."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from ops.cloudformation.names import Stage
from ops.deployment.table_indexes import adding, removing
from ops.deployment.tools import PROJECT
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import deployed, roll_back
from tests.fakes.account.template import parse

STORAGE = (PROJECT / "infra" / "storage.yaml").read_text("utf-8")
ALL = ["ids_by_owner", "by_owner_status", "by_open_shard", "by_owner_external_id", "by_due_shard"]
OLDER = (PROJECT / "tests" / "upgrade" / "0.9.0" / "templates" / "storage.yaml").read_text("utf-8")
OLD = {"by_owner", "by_running_shard", *ALL[1:]}


def indexes(template: str) -> list[str]:
    """Return the indexes that a new stage gets."""
    table = parse(template)["Resources"]["ImagesTable"]["Properties"]
    attributes, found = (
        [each for each in table[name] if "Fn::If" not in each]
        for name in ("AttributeDefinitions", "GlobalSecondaryIndexes")
    )
    keys = [*table["KeySchema"], *(key for each in found for key in each["KeySchema"])]
    # DynamoDB refuses attributes that are in no key.
    assert {each["AttributeName"] for each in attributes} == {key["AttributeName"] for key in keys}
    return [each["IndexName"] for each in found]


def test_each_template_adds_one_index() -> None:
    assert indexes(STORAGE) == ALL
    found = [indexes(each) for each in adding(STORAGE, ALL[:2])]
    assert found == [ALL[:3], ALL[:4]]


def test_each_template_removes_one_index() -> None:
    older, _ = adding(STORAGE, ALL[:2])
    found = [indexes(each) for each in removing(STORAGE, older)]
    assert found == [[*ALL[:3], ALL[4]]]


@pytest.mark.parametrize("existing", [ALL, ALL[:4]])
def test_a_single_index_needs_no_other_template(existing: list[str]) -> None:
    assert list(adding(STORAGE, existing)) == []


def test_a_template_without_tables_needs_no_other_one() -> None:
    assert [*adding("Resources: {}\n", ALL), *removing("Resources: {}\n", STORAGE)] == []


@dataclass
class Upgraded:
    """A stage of an earlier release, and how to change it."""

    account: FakeAccount
    table: str

    @property
    def indexes(self) -> set[str]:
        return self.account.resources.tables.indexes[self.table]

    @property
    def old(self) -> str | None:
        return self.account.tools.stacks.parameters(Stage.named("prod").storage).get("OldIndexes")


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
    fewer, *_ = adding(STORAGE, ALL[:2])
    stage = of_release(fewer, templates, tmp_path / "templates")
    assert stage.indexes == set(ALL[:3])
    deployed(stage.account)
    assert (stage.indexes, stage.old) == (set(ALL), "none")
    roll_back(stage.account)
    assert stage.indexes == set(ALL[:3])
    roll_back(stage.account)
    assert stage.indexes == set(ALL)


@pytest.fixture
def of_0_9(templates: Path, tmp_path: Path) -> Upgraded:
    stage = of_release(OLDER, templates, tmp_path / "templates")
    assert (stage.indexes, stage.old) == (OLD, None)
    deployed(stage.account)
    assert (stage.indexes, stage.old) == (OLD | set(ALL), "all")
    return stage


def test_a_stage_of_0_9_keeps_its_indexes_until_they_are_to_be_deleted(of_0_9: Upgraded) -> None:
    deployed(of_0_9.account)
    assert of_0_9.indexes == OLD | set(ALL)
    deployed(of_0_9.account, "--delete-old-indexes")
    deployed(of_0_9.account)
    assert (of_0_9.indexes, of_0_9.old) == (set(ALL), "none")


@pytest.mark.parametrize("options", [[], ["--delete-old-indexes"]])
def test_a_stage_is_rolled_back_to_0_9_and_updated_again(of_0_9: Upgraded, options: list[str]) -> None:
    deployed(of_0_9.account, *options)
    roll_back(of_0_9.account)
    assert of_0_9.indexes == OLD
    roll_back(of_0_9.account)
    assert (of_0_9.indexes, of_0_9.old) == (OLD | set(ALL), "all")


def test_a_new_stage_has_no_old_indexes(templates: Path) -> None:
    account = FakeAccount(project=PROJECT, templates=templates)
    deployed(account, "--delete-old-indexes")
    (indexes_,) = (each for each in account.resources.tables.indexes.values() if each)
    assert indexes_ == set(ALL)
