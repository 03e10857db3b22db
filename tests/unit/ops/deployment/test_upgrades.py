"""`ops deploy` upgrades a stage of each earlier release, and `ops rollback` returns to it."""

from pathlib import Path

import pytest

from ops.cloudformation.parameters import version_of
from tests.fakes.account.account import VERSION, FakeAccount
from tests.fakes.account.commands import PROD, deployed, roll_back
from tests.fakes.account.consistency import missing
from tests.upgrade.index_updates import DELETION, STORAGE, earlier_stage, indexes, upgrade
from tests.upgrade.stored_release import StoredRelease, stored_releases

each_release = pytest.mark.parametrize("release", stored_releases(), ids=lambda release: release.version)


def has_version(account: FakeAccount, version: str) -> bool:
    stacks = account.tools.stacks
    found = {version_of(stacks.describe(stack)) for stack in PROD.stacks[1:] if stacks.describe(stack)}
    return found == {version}


def table_indexes(account: FakeAccount) -> set[str]:
    """Return the indexes of the table of images. The fake account refuses two changes in one update."""
    table = account.tools.stacks.outputs(PROD.storage)["ImagesTable"]
    return account.resources.tables.indexes[table]


@pytest.mark.parametrize("options", [(), (DELETION,)])
@each_release
def test_a_stage_is_upgraded_and_rolled_back(
    release: StoredRelease, options: tuple[str, ...], templates: Path, tmp_path: Path
) -> None:
    account = earlier_stage(release, tmp_path, "--cdn", "--events", "--workflow", "stepfunctions")
    before = {*indexes(release.template("storage.yaml"))}
    assert (table_indexes(account), has_version(account, release.version)) == (before, True)
    upgrade(account, templates, VERSION)
    assert before <= table_indexes(account)
    deployed(account, *options)
    after = {*indexes(STORAGE, account.tools.stacks.parameters(PROD.storage))}
    assert (table_indexes(account), has_version(account, VERSION)) == (after, True)
    assert missing(account, PROD) == []
    roll_back(account)
    assert (table_indexes(account), has_version(account, release.version)) == (before, True)


@each_release
def test_an_index_keeps_its_definition(release: StoredRelease, templates: Path, tmp_path: Path) -> None:
    # DynamoDB changes neither keys nor projections. Another definition needs another name:
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-table-globalsecondaryindex.html
    account = upgrade(earlier_stage(release, tmp_path), templates, VERSION)
    before = indexes(release.template("storage.yaml"))
    after = indexes(STORAGE, account.tools.stacks.parameters(PROD.storage))
    shared = before.keys() & after.keys()
    assert {name: after[name] for name in shared} == {name: before[name] for name in shared}
