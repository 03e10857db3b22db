"""Change the indexes of tables one by one, because an update of a stack changes only one of a table.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
"""

import re
from collections.abc import Collection, Iterator

from ops.cloudformation.clients import Clients
from ops.cloudformation.names import Stack
from ops.cloudformation.stacks import Report, Stacks, in_use

# An index in the format of infra/, with its properties.
_INDEX = re.compile(r"^        - IndexName: (\w+)\n(?:          .*\n)+", re.MULTILINE)
# These include indexes that depend on a condition.
_NAME = re.compile(r"IndexName: (\w+)")
_ATTRIBUTE = re.compile(r"^        - \{AttributeName: (\w+), AttributeType: \w\}\n", re.MULTILINE)

STEP = "IndexStep"
"""The parameter of infra/storage.yaml that adds or deletes one index of a stage of release 0.9."""
# At the first step, a new index is missing. At the second, the stage has all old and new ones.
FIRST, ADDED, LAST = 1, 2, 5


def prepare(clients: Clients, stacks: Stacks, stack: Stack, template: str, report: Report) -> None:
    """Update a stack until a single index is left to add or to delete for this template. Repeatable.

    Raises StackFailed.
    """
    if STEP not in template:
        take_steps(stacks, stack, FIRST, report)
    existing = existing_indexes(clients, stacks, stack)
    if not existing:
        return  # A new table gets all of its indexes at once.
    if STEP in template and STEP not in stacks.parameters(stack):
        stacks.update_body(stack, template, report, **{STEP: str(FIRST)})
    elif not {*existing}.issubset(_NAME.findall(template)):
        for body in removing(stacks.template(stack), template):
            stacks.update_body(stack, body, report)
    for body in adding(template, existing):
        stacks.update_body(stack, body, report)


def take_steps(stacks: Stacks, stack: Stack, wanted: int, report: Report) -> str:
    """Take all steps to the wanted one, forward or backward, if the stack has them. Repeatable.

    Raises StackFailed.
    """
    now = int(stacks.parameters(stack).get(STEP, wanted))
    direction = 1 if now < wanted else -1
    for step in range(now, wanted, direction):
        stacks.change(stack, {STEP: str(step + direction)}, report)
    return "no change" if now == wanted else "updated"


def existing_indexes(clients: Clients, stacks: Stacks, stack: Stack) -> Collection[str]:
    """Return the names of the indexes of all tables of a stack, none if it isn't in use."""
    if in_use(stacks.describe(stack)) is None:
        return ()
    names = stacks.resources(stack, "AWS::DynamoDB::Table")
    tables = (clients.dynamodb.describe_table(TableName=name)["Table"] for name in names)
    return {index["IndexName"] for table in tables for index in table.get("GlobalSecondaryIndexes", ())}


def adding(template: str, existing: Collection[str]) -> Iterator[str]:
    """Yield the templates before this one: each has one more of the indexes that do not exist yet."""
    missing = [name for name in _INDEX.findall(template) if name not in existing]
    for number in range(1, len(missing)):
        yield _without(template, missing[number:])


def removing(current: str, template: str) -> Iterator[str]:
    """Yield the templates between the current one and this one: each has one less of the current indexes."""
    kept = _INDEX.findall(template)
    surplus = [name for name in _INDEX.findall(current) if name not in kept]
    for number in range(1, len(surplus)):
        yield _without(current, surplus[:number])


def _without(template: str, names: Collection[str]) -> str:
    """Return the template without these indexes, and without the attributes that no key needs any more."""
    fewer = _INDEX.sub(lambda index: "" if index[1] in names else index[0], template)
    return _ATTRIBUTE.sub(
        lambda attribute: attribute[0] if f"{{AttributeName: {attribute[1]}, KeyType:" in fewer else "", fewer
    )
