"""Give the table of an earlier release the indexes of this one, in the steps of `ops deploy`."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from local.process import ROOT
from ops.cloudformation.names import Stage
from ops.cloudformation.parameters import as_list
from ops.deployment import table_indexes
from tests.fakes.account.account import FakeAccount
from tests.fakes.account.resources import Resources
from tests.fakes.account.services import FakeTables
from tests.fakes.account.template import parse
from tests.upgrade.stored_release import StoredRelease

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TABLE = "ImagesTable"
STORAGE = ROOT / "infra" / "storage.yaml"


@dataclass
class _RecordedTables(FakeTables):
    """Refuses what DynamoDB refuses. `steps` has the indexes of the table after each update."""

    steps: list[set[str]] = field(default_factory=list)

    def set_indexes(self, table: str, names: set[str]) -> None:
        super().set_indexes(table, names)
        if TABLE.lower() in table.lower():
            self.steps.append(names)


def index_steps(before: str, after: str) -> list[set[str]]:
    """Return the names of the indexes after each update of the stack from one template to another.

    The last steps delete the indexes of release 0.9.
    """
    tables = _RecordedTables()
    account = FakeAccount(ROOT, STORAGE.parent, resources=Resources(tables=tables))
    stack, stacks = Stage("prod").storage, account.tools.stacks
    stacks.deploy_body(stack, before, _quiet)
    table_indexes.prepare(account.clients, stacks, stack, after, _quiet)
    stacks.client.update_stack(
        StackName=stack.name,
        TemplateBody=after,
        Parameters=list(as_list({table_indexes.OLD: "all"})),
        Capabilities=["CAPABILITY_IAM"],
    )
    stacks.settle(stack, _quiet)
    table_indexes.change_old(stacks, stack, "none", _quiet)
    return tables.steps


def upgrade_indexes(release: StoredRelease, dynamodb: "DynamoDBClient", table: str) -> None:
    """Take these steps in a table. moto's CloudFormation would replace the table by an empty one."""
    before, after = release.template("storage.yaml"), STORAGE.read_text("utf-8")
    definitions = table_properties(after)
    present, *steps = index_steps(before, after)
    for names in steps:
        updates: list[Any] = [{"Delete": {"IndexName": name}} for name in present - names]
        updates += [{"Create": indexes(after)[name]} for name in names - present]
        if updates:
            dynamodb.update_table(
                TableName=table,
                AttributeDefinitions=definitions["AttributeDefinitions"],
                GlobalSecondaryIndexUpdates=updates,
            )
        present = names


def indexes(template: str) -> dict[str, Any]:
    """Return the definitions of the table's indexes by name."""
    return {each["IndexName"]: each for each in table_properties(template)["GlobalSecondaryIndexes"]}


def table_properties(template: str) -> dict[str, Any]:
    """Return the table's properties, without what depends on a condition."""
    properties: dict[str, Any] = parse(template)["Resources"][TABLE]["Properties"]
    lists = ("AttributeDefinitions", "GlobalSecondaryIndexes")
    return properties | {name: [each for each in properties[name] if "Fn::If" not in each] for name in lists}


def _quiet(_: str) -> None:
    """Report no progress."""
