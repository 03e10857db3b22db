"""`ops deploy` upgrades a stage of each earlier release, and `ops rollback` returns to it."""

import shutil
from pathlib import Path

import pytest

from ops.cloudformation.tags import version_of
from ops.deployment.tools import PROJECT
from tests.fakes.account.account import VERSION, FakeAccount
from tests.fakes.account.commands import PROD, deployed, roll_back
from tests.fakes.account.consistency import missing
from tests.upgrade.index_updates import indexes
from tests.upgrade.stored_release import StoredRelease, stored_releases

STORAGE = (PROJECT / "infra" / "storage.yaml").read_text("utf-8")

each_release = pytest.mark.parametrize("release", stored_releases(), ids=lambda release: release.version)


def has_version(account: FakeAccount, version: str) -> bool:
    stacks = account.tools.stacks
    found = {version_of(stacks.describe(stack)) for stack in PROD.stacks[1:] if stacks.describe(stack)}
    return found == {version}


def table_indexes(account: FakeAccount) -> set[str]:
    """Return the indexes of the table of images. The fake account refuses two changes in one update."""
    table = account.tools.stacks.outputs(PROD.storage)["ImagesTable"]
    return account.resources.tables.indexes[table]


@each_release
def test_a_stage_is_upgraded_and_rolled_back(release: StoredRelease, templates: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "templates"
    shutil.copytree(release.folder / "templates", earlier)
    account = FakeAccount(project=PROJECT, templates=earlier, version=release.version)
    before = indexes(release.template("storage.yaml"))
    deployed(account, "--cdn", "--events", "--workflow", "stepfunctions")
    assert (table_indexes(account), has_version(account, release.version)) == ({*before}, True)
    account.code, account.templates, account.version = "second", templates, VERSION
    deployed(account)
    assert table_indexes(account) == {*before, *indexes(STORAGE)}
    deployed(account, "--delete-old-indexes")
    assert (table_indexes(account), has_version(account, VERSION)) == ({*indexes(STORAGE)}, True)
    assert missing(account, PROD) == []
    roll_back(account)
    assert (table_indexes(account), has_version(account, release.version)) == ({*before}, True)


@each_release
def test_an_index_keeps_its_definition(release: StoredRelease) -> None:
    # DynamoDB changes neither keys nor projections. Another definition needs another name:
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-table-globalsecondaryindex.html
    before, after = indexes(release.template("storage.yaml")), indexes(STORAGE)
    shared = before.keys() & after.keys()
    assert {name: after[name] for name in shared} == {name: before[name] for name in shared}
