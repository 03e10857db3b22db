"""What a template and its parameters would change in a stack: CloudFormation's change sets."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from ops.stage.names import Stack
from ops.stage.parameters import parameters
from ops.stage.stacks import NO_UPDATES, WAIT_SECONDS, Stacks, line
from ops.stage.steps import StepFailed
from ops.templates.documents import self_contained as body

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import DescribeChangeSetOutputTypeDef


@dataclass(frozen=True)
class Changes:
    """Makes change sets and throws them away. `wait` lets so many seconds go by."""

    client: "CloudFormationClient"
    wait: Callable[[float], object]

    def preview(self, stack: Stack, given: Mapping[str, str]) -> list[str] | None:
        """Say line by line what would change; None if the stack would be new. Raises StepFailed."""
        before = Stacks(self.client, self.wait).describe(stack)
        if before is None:
            return None
        template = body(stack.template)
        try:
            made = self.client.create_change_set(
                StackName=stack.name,
                ChangeSetName=f"darkroom-{uuid.uuid4()}",
                ChangeSetType="UPDATE",
                TemplateBody=template,
                Parameters=list(parameters(self.client, template, given, before)),
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
            raise StepFailed(reason)
        pages = self.client.get_paginator("describe_change_set").paginate(
            StackName=stack.name, ChangeSetName=change_set
        )
        changes = (change for page in pages for change in page.get("Changes", ()))
        return [line(change.get("ResourceChange", {})) for change in changes]

    def _settled(self, stack: Stack, change_set: str) -> "DescribeChangeSetOutputTypeDef":
        while True:
            answer = self.client.describe_change_set(StackName=stack.name, ChangeSetName=change_set)
            if answer["Status"] not in {"CREATE_PENDING", "CREATE_IN_PROGRESS"}:
                return answer
            self.wait(WAIT_SECONDS)
