"""Add the indexes of tables one by one, because CloudFormation adds only one to a table per update.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
"""

import re
from collections.abc import Collection, Iterator

from ops.cloudformation.clients import Clients
from ops.cloudformation.names import Stack
from ops.cloudformation.stacks import Stacks, in_use

# An index in the format of infra/, with its properties.
_INDEX = re.compile(r"^        - IndexName: (\w+)\n(?:          .*\n)+", re.MULTILINE)
_ATTRIBUTE = re.compile(r"^        - \{AttributeName: (\w+), AttributeType: \w\}\n", re.MULTILINE)


def existing_indexes(clients: Clients, stacks: Stacks, stack: Stack) -> Collection[str]:
    """Return the names of the indexes of all tables of a stack, none if it isn't in use."""
    if in_use(stacks.describe(stack)) is None:
        return ()
    return {
        index["IndexName"]
        for table in stacks.resources(stack, "AWS::DynamoDB::Table")
        for index in clients.dynamodb.describe_table(TableName=table)["Table"].get(
            "GlobalSecondaryIndexes", ()
        )
    }


def intermediate_templates(template: str, existing: Collection[str]) -> Iterator[str]:
    """Yield the templates to update a stack with before it gets this one: each adds one more index.

    A stack without indexes is new. It gets all of them at once.
    """
    missing = [name for name in _INDEX.findall(template) if name not in existing]
    if existing:
        for number in range(1, len(missing)):
            yield _without(template, missing[number:])


def _without(template: str, names: Collection[str]) -> str:
    """Return the template without these indexes, and without the attributes that no key needs any more."""
    fewer = _INDEX.sub(lambda index: "" if index[1] in names else index[0], template)
    return _ATTRIBUTE.sub(
        lambda attribute: attribute[0] if f"{{AttributeName: {attribute[1]}, KeyType:" in fewer else "", fewer
    )
