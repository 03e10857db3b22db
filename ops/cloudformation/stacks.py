"""Create, update, inspect and delete stacks."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from msgspec import Struct

from ops.cloudformation import events
from ops.cloudformation.events import StackFailed, is_not_found
from ops.cloudformation.names import Stack
from ops.cloudformation.parameters import (
    Template,
    Values,
    as_list,
    declared,
    previous,
    returned,
    with_version,
)

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

Report = Callable[[str], None]

NO_UPDATES = "No updates are to be performed"
WAIT_SECONDS = 2.0
# A failed creation leaves a stack that can only be deleted:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
_FAILED_CREATIONS = frozenset(
    {"REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}
)
_SUCCESSES = {"CREATE_COMPLETE": "created", "UPDATE_COMPLETE": "updated"}


class Stacks(Struct, frozen=True):
    """The stacks of an account and region. `wait` gets the seconds to wait."""

    client: "CloudFormationClient"
    wait: Callable[[float], object]

    def deploy(self, stack: Stack, template: Template, values: Values, report: Report) -> str:
        """Create or update a stack, and wait for the end. Raises StackFailed.

        An operation that is still running, such as that of an interrupted deployment, is waited for. What a
        failed creation or a failed rollback has left is cleaned up first.
        """
        status = self._make_updatable(stack, report)
        names = declared(self.client, template)
        values_now = values.complete(names, self.parameters(stack))
        source = {"TemplateURL": template.url, "Tags": with_version(self.describe(stack), template.version)}
        return self._apply(stack, source, values_now, report, create=status is None)

    def template(self, stack: Stack) -> str:
        """Return the text of a stack's template in YAML."""
        return str(self.client.get_template(StackName=stack.name)["TemplateBody"])

    def update_body(self, stack: Stack, body: str, report: Report, **given: str) -> None:
        """Update a stack from a template's text; parameters that are not given stay. Raises StackFailed."""
        self._make_updatable(stack, report)
        self._apply(stack, {"TemplateBody": body}, {**self.parameters(stack), **given}, report, create=False)

    def deploy_body(self, stack: Stack, body: str, report: Report) -> str:
        """Create or update a stack without parameters from a template's text. Raises StackFailed."""
        create = self._make_updatable(stack, report) is None
        return self._apply(stack, {"TemplateBody": body}, {}, report, create=create)

    def change(self, stack: Stack, given: Mapping[str, str], report: Report) -> str:
        """Change parameters of a stack, with the template that it has. Raises StackFailed."""
        self._continue_rollback(stack, self.settle(stack, report), report)
        values = {**self.parameters(stack), **given}
        return self._apply(stack, {"UsePreviousTemplate": True}, values, report, create=False)

    def delete(self, stack: Stack, report: Report) -> str:
        """Delete a stack; what its template retains stays. Raises StackFailed."""
        if self.settle(stack, report) is None:
            return "not found"
        self.client.delete_stack(StackName=stack.name)
        ended = self.settle(stack, report)
        if ended is not None:
            raise StackFailed(
                f"{stack.name} ended as {ended}: {events.first_failure(self.client, stack)}\n"
                f"If you have dealt with these resources, run `aws cloudformation delete-stack --stack-name"
                f" {stack.name} --deletion-mode FORCE_DELETE_STACK`."
            )
        return "deleted"

    def settle(self, stack: Stack, report: Report) -> str | None:
        """Wait until no operation is running; return the status, None if there is no such stack."""
        while (status := self._status(stack)) and _is_running(status):
            report(events.latest(self.client, stack))
            self.wait(WAIT_SECONDS)
        return status

    def describe(self, stack: Stack) -> "StackTypeDef | None":
        """Return CloudFormation's description of a stack; None if there is no such stack."""
        try:
            (described,) = self.client.describe_stacks(StackName=stack.name)["Stacks"]
        except ClientError as error:
            if is_not_found(error):
                return None
            raise
        return None if described["StackStatus"] == "DELETE_COMPLETE" else described

    def outputs(self, stack: Stack) -> dict[str, str]:
        """Return the outputs of a stack; none if it isn't in use."""
        return returned(in_use(self.describe(stack)))

    def parameters(self, stack: Stack) -> dict[str, str]:
        """Return the current parameters of a stack; none if it isn't in use."""
        return previous(in_use(self.describe(stack)))

    def resources(self, stack: Stack, kind: str) -> list[str]:
        """Return the names of a stack's resources of one type that exist; none if there is no such stack."""
        if self.describe(stack) is None:
            return []
        pages = self.client.get_paginator("list_stack_resources").paginate(StackName=stack.name)
        found = (each for page in pages for each in page["StackResourceSummaries"])
        return [
            each["PhysicalResourceId"]
            for each in found
            # A resource whose creation failed has no name.
            if each["ResourceType"] == kind
            and each.get("PhysicalResourceId")
            and each["ResourceStatus"] != "DELETE_COMPLETE"
        ]

    def _make_updatable(self, stack: Stack, report: Report) -> str | None:
        """Wait for running operations and clean up; return the status, None if the stack must be created."""
        status = self.settle(stack, report)
        if status in _FAILED_CREATIONS:
            self.delete(stack, report)
            return None
        return self._continue_rollback(stack, status, report)

    def _continue_rollback(self, stack: Stack, status: str | None, report: Report) -> str | None:
        """Finish a rollback that failed; return the new status of the stack."""
        if status != "UPDATE_ROLLBACK_FAILED":
            return status
        with events.concurrent_changes(stack):
            self.client.continue_update_rollback(StackName=stack.name)
        status = self.settle(stack, report)
        if status != "UPDATE_ROLLBACK_COMPLETE":
            reason = events.first_failure(self.client, stack, events.ROLLBACK_STARTS)
            raise StackFailed(
                f"{stack.name} could not be rolled back: {reason}\n"
                f"If this resource can stay as it is, run `aws cloudformation continue-update-rollback"
                f" --stack-name {stack.name} --resources-to-skip` with its name."
            )
        return status

    def _apply(
        self,
        stack: Stack,
        source: Mapping[str, Any],
        values: Mapping[str, str],
        report: Report,
        *,
        create: bool,
    ) -> str:
        """Create or update a stack, and wait for the end; return the result in a few words."""
        start = self.client.create_stack if create else self.client.update_stack
        with events.concurrent_changes(stack):
            try:
                start(
                    StackName=stack.name,
                    Parameters=list(as_list(values)),
                    Capabilities=["CAPABILITY_IAM"],
                    **source,
                )
            except ClientError as error:
                if NO_UPDATES in str(error):
                    return "no change"
                raise
        ended = self.settle(stack, report)
        if ended not in _SUCCESSES:
            raise StackFailed(f"{stack.name} ended as {ended}: {events.first_failure(self.client, stack)}")
        return _SUCCESSES[ended]

    def _status(self, stack: Stack) -> str | None:
        described = self.describe(stack)
        return None if described is None else described["StackStatus"]


def in_use(described: "StackTypeDef | None") -> "StackTypeDef | None":
    """Return the description of a stack; None if its creation has failed, so that nothing uses it."""
    return None if described is None or described["StackStatus"] in _FAILED_CREATIONS else described


def _is_running(status: str) -> bool:
    return status.endswith("_IN_PROGRESS") and status not in _FAILED_CREATIONS
