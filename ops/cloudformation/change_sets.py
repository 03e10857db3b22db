"""Preview changes to a stack with change sets."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from msgspec import Struct

from ops.cloudformation import events
from ops.cloudformation.events import StackFailed
from ops.cloudformation.names import Stack
from ops.cloudformation.parameters import Template, Values, as_list, declared, previous
from ops.cloudformation.stacks import NO_UPDATES, WAIT_SECONDS, Stacks, in_use

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import DescribeChangeSetOutputTypeDef


class Preview(Struct, frozen=True):
    """The changes to one stack. `parameters` has the old and the new value of those that change.

    `resources` has one line for each resource that changes.
    """

    parameters: dict[str, tuple[str, str]]
    resources: list[str]


class ChangeSets(Struct, frozen=True):
    """Creates change sets and deletes them again. `wait` gets the seconds to wait."""

    client: "CloudFormationClient"
    wait: Callable[[float], object]

    def preview(self, stack: Stack, template: Template, values: Values) -> Preview | None:
        """Return what would change; None if the stack would be created. Raises StackFailed."""
        described = in_use(Stacks(self.client, self.wait).describe(stack))
        if described is None:
            return None
        if described["StackStatus"] == "UPDATE_ROLLBACK_FAILED":
            raise StackFailed(
                f"{stack.name} is in UPDATE_ROLLBACK_FAILED, so CloudFormation can't compare it;"
                " run `ops deploy`, which continues the rollback first"
            )
        before, defaults = previous(described), declared(self.client, template)
        after = values.complete(defaults, before)
        return Preview(_differences(before, after, defaults), self._resources(stack, template, after))

    def _resources(self, stack: Stack, template: Template, values: dict[str, str]) -> list[str]:
        with events.concurrent_changes(stack):
            try:
                made = self.client.create_change_set(
                    StackName=stack.name,
                    ChangeSetName=f"darkroom-{uuid.uuid4()}",
                    ChangeSetType="UPDATE",
                    TemplateURL=template.url,
                    Parameters=list(as_list(values)),
                    Capabilities=["CAPABILITY_IAM"],
                )
            except ClientError as error:
                if NO_UPDATES in str(error):
                    return []
                raise
        try:
            return self._lines(stack, made["Id"])
        finally:
            self.client.delete_change_set(StackName=stack.name, ChangeSetName=made["Id"])

    def _lines(self, stack: Stack, change_set: str) -> list[str]:
        answer = self._settled(stack, change_set)
        reason = answer.get("StatusReason", "")
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html
        if "didn't contain changes" in reason or NO_UPDATES in reason:
            return []
        if answer["Status"] != "CREATE_COMPLETE":
            raise StackFailed(f"{stack.name}: {reason}")
        pages = self.client.get_paginator("describe_change_set").paginate(
            StackName=stack.name, ChangeSetName=change_set
        )
        changes = (change for page in pages for change in page.get("Changes", ()))
        return [events.line(change.get("ResourceChange", {})) for change in changes]

    def _settled(self, stack: Stack, change_set: str) -> "DescribeChangeSetOutputTypeDef":
        while True:
            answer = self.client.describe_change_set(StackName=stack.name, ChangeSetName=change_set)
            if answer["Status"] not in {"CREATE_PENDING", "CREATE_IN_PROGRESS"}:
                return answer
            self.wait(WAIT_SECONDS)


def _differences(
    before: dict[str, str], after: dict[str, str], defaults: dict[str, str | None]
) -> dict[str, tuple[str, str]]:
    """Return the parameters whose values differ. A parameter that is left out has its default."""
    values = {name: after.get(name, default) or "" for name, default in defaults.items()}
    return {
        name: (before.get(name, ""), value)
        for name, value in values.items()
        if value != before.get(name, defaults[name] or "")
    }
