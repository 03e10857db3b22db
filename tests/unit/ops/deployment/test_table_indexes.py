"""A stage of an earlier version gets new indexes one by one."""

import shutil
from pathlib import Path

import pytest

from ops.cloudformation.names import Stage
from ops.deployment.table_indexes import adding, removing
from ops.deployment.tools import PROJECT
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import deployed, roll_back
from tests.fakes.account.template import parse

STORAGE = (PROJECT / "infra" / "storage.yaml").read_text("utf-8")
ALL = [
    *("by_owner", "by_running_shard", "by_owner_status"),
    *("by_open_shard", "by_owner_external_id", "by_due_shard"),
]


def indexes(template: str) -> list[str]:
    table = parse(template)["Resources"]["ImagesTable"]["Properties"]
    keys = [
        *table["KeySchema"],
        *(key for each in table["GlobalSecondaryIndexes"] for key in each["KeySchema"]),
    ]
    # DynamoDB refuses attributes that are in no key.
    assert {each["AttributeName"] for each in table["AttributeDefinitions"]} == {
        key["AttributeName"] for key in keys
    }
    return [each["IndexName"] for each in table["GlobalSecondaryIndexes"]]


def test_each_template_adds_one_index() -> None:
    assert indexes(STORAGE) == ALL
    found = [indexes(each) for each in adding(STORAGE, ALL[:3])]
    assert found == [ALL[:4], ALL[:5]]


def test_each_template_removes_one_index() -> None:
    older, _ = adding(STORAGE, ALL[:3])
    found = [indexes(each) for each in removing(STORAGE, older)]
    assert found == [[*ALL[:4], ALL[5]]]


@pytest.mark.parametrize("existing", [ALL, ALL[:5]])
def test_a_single_index_needs_no_other_template(existing: list[str]) -> None:
    assert list(adding(STORAGE, existing)) == []


def test_a_template_without_tables_needs_no_other_one() -> None:
    assert [*adding("Resources: {}\n", ALL), *removing("Resources: {}\n", STORAGE)] == []


def test_a_stage_of_an_earlier_version_is_updated_and_rolled_back(templates: Path, tmp_path: Path) -> None:
    older = tmp_path / "templates"
    shutil.copytree(templates, older)
    first, *_ = adding(STORAGE, ALL[:3])
    (older / "storage.yaml").write_text(first, "utf-8")
    account = FakeAccount(project=PROJECT, templates=older)
    deployed(account)
    tables = account.resources.tables
    stage = Stage.named("prod")
    table = account.cloudformation.stacks[stage.storage.name].outputs["ImagesTable"]
    assert tables.indexes[table] == set(ALL[:4])
    account.code, account.templates = "second", templates
    deployed(account)
    assert tables.indexes[table] == set(ALL)
    roll_back(account)
    assert tables.indexes[table] == set(ALL[:4])
    roll_back(account)
    assert tables.indexes[table] == set(ALL)
