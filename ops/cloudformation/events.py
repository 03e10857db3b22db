"""What CloudFormation reports while a stack changes, and the error if that fails."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.errors import DarkroomError
from ops.cloudformation.names import Stack

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackEventTypeDef


class StackFailed(DarkroomError):
    """An operation on a stack failed; the message has CloudFormation's reason."""

    code = "stack_failed"


def is_not_found(error: ClientError) -> bool:
    """Return whether there is no such stack. CloudFormation has no error code of its own for this."""
    return "does not exist" in str(error)


# The first event of each operation.
_STARTS = frozenset({"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS"})
# The first event of a continued rollback. In an update, it comes after the failure that caused the rollback.
ROLLBACK_STARTS = frozenset({"UPDATE_ROLLBACK_IN_PROGRESS"})
_REPLACEMENTS = {"True": ", which replaces it", "Conditional": ", which may replace it"}


@contextmanager
def concurrent_changes(stack: Stack) -> Iterator[None]:
    """Raise StackFailed with advice if another deployment has started to change the stack."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] == "AlreadyExistsException" or "_IN_PROGRESS state" in str(error):
            raise StackFailed(f"Another deployment is changing {stack.name}; wait until it ends") from error
        raise


def latest(client: "CloudFormationClient", stack: Stack) -> str:
    """Return a line about the latest event; empty if the stack has just been deleted."""
    try:
        return line(next(_newest_first(client, stack), {}))
    except ClientError as error:
        if is_not_found(error):
            return ""
        raise


def first_failure(client: "CloudFormationClient", stack: Stack, starts: Collection[str] = _STARTS) -> str:
    """Return the first failure of the last operation; later failures follow from it.

    `starts` has the statuses of the stack that start such an operation.
    """
    reason = "CloudFormation gave no reason"
    for event in _newest_first(client, stack):
        status = event.get("ResourceStatus", "")
        if status.endswith("_FAILED"):
            resource = event.get("LogicalResourceId", "")
            reason = f"{resource}: {event.get('ResourceStatusReason', 'no reason given')}"
        if event.get("LogicalResourceId") == stack.name and status in starts:
            break
    return reason


def line(about: Mapping[str, object]) -> str:
    """Describe a change or an event of a resource in one line."""
    fields = ("Action", "ResourceStatus", "LogicalResourceId", "ResourceType")
    words = " ".join(str(about[field]) for field in fields if field in about)
    return words + _REPLACEMENTS.get(str(about.get("Replacement")), "")


def _newest_first(client: "CloudFormationClient", stack: Stack) -> "Iterator[StackEventTypeDef]":
    for page in client.get_paginator("describe_stack_events").paginate(StackName=stack.name):
        yield from page["StackEvents"]
