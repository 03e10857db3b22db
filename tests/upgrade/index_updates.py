"""Give the table of an earlier release the indexes of this one, in the steps of `ops deploy`."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib import VERSION
from local.account import REGION
from local.process import ROOT
from local.template_evaluation import evaluated
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.commands import PROD, deployed
from tests.fakes.account.resources import Resources
from tests.fakes.account.services import FakeTables
from tests.fakes.account.template import parse
from tests.upgrade.stored_release import StoredRelease

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TABLE = "ImagesTable"
DELETION = "--delete-old-indexes"
STORAGE = (ROOT / "infra" / "storage.yaml").read_text("utf-8")


@dataclass
class _RecordedTables(FakeTables):
    """Refuses what DynamoDB refuses. `steps` has the indexes of the images' table after each update."""

    steps: list[set[str]] = field(default_factory=list)

    def set_indexes(self, table: str, names: set[str]) -> None:
        super().set_indexes(table, names)
        if TABLE.lower() in table.lower():
            self.steps.append(names)


def earlier_stage(release: StoredRelease, folder: Path, *options: str) -> FakeAccount:
    """Return an account with a stage of an earlier release, whose templates are copied into a folder."""
    templates = folder / "templates"
    shutil.copytree(release.folder / "templates", templates)
    tables = _RecordedTables()
    account = FakeAccount(ROOT, templates, resources=Resources(tables=tables), version=release.version)
    return deployed(account, *options)


def upgrade(account: FakeAccount, templates: Path, version: str = VERSION) -> FakeAccount:
    """Deploy the templates of this release, which are in a folder."""
    account.code, account.templates, account.version = "second", templates, version
    return deployed(account)


def upgrade_indexes(
    release: StoredRelease, folders: tuple[Path, Path], dynamodb: "DynamoDBClient", table: str
) -> None:
    """Take the steps in a table. moto's CloudFormation would replace the table by an empty one.

    `folders` are an empty one and that of this release.
    """
    empty, templates = folders
    account = upgrade(earlier_stage(release, empty), templates)
    after = table_properties(STORAGE, account.tools.stacks.parameters(PROD.storage))
    created = {each["IndexName"]: each for each in after["GlobalSecondaryIndexes"]}
    deployed(account, DELETION)
    assert isinstance(account.resources.tables, _RecordedTables)
    present, *steps = account.resources.tables.steps
    for names in steps:
        updates: list[Any] = [{"Delete": {"IndexName": name}} for name in present - names]
        updates += [{"Create": created[name]} for name in names - present]
        if updates:
            dynamodb.update_table(
                TableName=table,
                AttributeDefinitions=after["AttributeDefinitions"],
                GlobalSecondaryIndexUpdates=updates,
            )
        present = names


def indexes(template: str, given: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the definitions of the table's indexes by name. `given` are parameters."""
    return {each["IndexName"]: each for each in table_properties(template, given)["GlobalSecondaryIndexes"]}


def table_properties(template: str, given: Mapping[str, str] | None = None) -> dict[str, Any]:
    parsed = parse(template)
    defaults = {name: str(each.get("Default", "")) for name, each in parsed["Parameters"].items()}
    created = evaluated(parsed, {**defaults, **(given or {})}, partition="aws", region=REGION)
    return dict(created.resources[TABLE])
