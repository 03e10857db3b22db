"""CloudFormation's stacks: brought up to date, looked at, removed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from ops.stage.names import Stack
from ops.stage.parameters import parameters
from ops.stage.steps import StepFailed, Tell
from ops.templates.documents import self_contained as body

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

# What a failed creation leaves: nothing but a name that must go before it can be used.
_REMAINS = frozenset(
    {"REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}
)
NO_UPDATES = "No updates are to be performed"
WAIT_SECONDS = 2.0
_BEGINNINGS = frozenset({"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS"})
_GOOD = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE"})


@dataclass(frozen=True)
class Stacks:
    """The stacks of an account. `wait` lets so many seconds go by."""

    client: "CloudFormationClient"
    wait: Callable[[float], object]

    def bring_up(self, stack: Stack, given: Mapping[str, str], tell: Tell) -> str:
        """Create or update it; what is not given stays as it was. Raises StepFailed."""
        if self._settled(stack, tell) in _REMAINS:
            self.remove(stack, tell)
        if not self._begin(stack, given):
            return "no change"
        ended = self._settled(stack, tell)
        if ended not in _GOOD:
            raise StepFailed(f"{stack.name} ended as {ended}: {self._reason(stack)}")
        return "created" if ended == "CREATE_COMPLETE" else "updated"

    def outputs(self, stack: Stack) -> dict[str, str]:
        """Return its outputs; none if there is no such stack."""
        described = self.describe(stack)
        if described is None:
            return {}
        return {each["OutputKey"]: each["OutputValue"] for each in described.get("Outputs", ())}

    def given(self, stack: Stack) -> dict[str, str]:
        """Return its parameters; none if there is no such stack."""
        described = self.describe(stack)
        if described is None:
            return {}
        return {each["ParameterKey"]: each["ParameterValue"] for each in described.get("Parameters", ())}

    def resources(self, stack: Stack, kind: str) -> list[str]:
        """Return the names of its resources of one type; none if there is no such stack."""
        if self.describe(stack) is None:
            return []
        pages = self.client.get_paginator("list_stack_resources").paginate(StackName=stack.name)
        found = (each for page in pages for each in page["StackResourceSummaries"])
        return [each.get("PhysicalResourceId", "") for each in found if each["ResourceType"] == kind]

    def remove(self, stack: Stack, tell: Tell) -> str:
        """Delete it, all but what its template wants retained. Raises StepFailed."""
        if self.describe(stack) is None:
            return "not found"
        self.client.delete_stack(StackName=stack.name)
        ended = self._settled(stack, tell)
        if ended not in {None, "DELETE_COMPLETE"}:
            raise StepFailed(f"{stack.name} ended as {ended}: {self._reason(stack)}")
        return "deleted"

    def describe(self, stack: Stack) -> "StackTypeDef | None":
        """Return what CloudFormation says of it; None if there is no such stack."""
        try:
            (described,) = self.client.describe_stacks(StackName=stack.name)["Stacks"]
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            raise
        return described

    def _begin(self, stack: Stack, given: Mapping[str, str]) -> bool:
        """Start to create or update; False if there is nothing to update."""
        before, template = self.describe(stack), body(stack.template)
        start = self.client.create_stack if before is None else self.client.update_stack
        try:
            start(
                StackName=stack.name,
                TemplateBody=template,
                Parameters=list(parameters(self.client, template, given, before)),
                Capabilities=["CAPABILITY_IAM"],
            )
        except ClientError as error:
            if NO_UPDATES in str(error):
                return False
            raise
        return True

    def _settled(self, stack: Stack, tell: Tell) -> str | None:
        """Wait until nothing is under way any more."""
        while (status := self._status(stack)) not in _REMAINS and (status or "").endswith("_IN_PROGRESS"):
            tell(self._latest(stack))
            self.wait(WAIT_SECONDS)
        return status

    def _status(self, stack: Stack) -> str | None:
        described = self.describe(stack)
        return None if described is None else described["StackStatus"]

    def _latest(self, stack: Stack) -> str:
        events = self.client.describe_stack_events(StackName=stack.name)["StackEvents"]
        return line(events[0]) if events else ""

    def _reason(self, stack: Stack) -> str:
        """Return the first failure of the last attempt; the later ones follow from it."""
        reason = "no reason was given"
        for event in self.client.describe_stack_events(StackName=stack.name)["StackEvents"]:
            status = event.get("ResourceStatus", "")
            if status.endswith("_FAILED"):
                reason = event.get("ResourceStatusReason", reason)
            if event.get("LogicalResourceId") == stack.name and status in _BEGINNINGS:
                break
        return reason


def line(about: Mapping[str, object]) -> str:
    """Describe one change, or one event, of a resource."""
    fields = ("Action", "ResourceStatus", "LogicalResourceId", "ResourceType")
    replaced = {"True": ", which replaces it", "Conditional": ", which may replace it"}
    return " ".join(str(about[field]) for field in fields if field in about) + replaced.get(
        str(about.get("Replacement")), ""
    )
