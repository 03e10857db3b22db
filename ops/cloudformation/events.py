"""What CloudFormation reports while a stack changes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from ops.cloudformation.errors import StackFailed
from ops.cloudformation.names import Stack

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

_STARTS = frozenset({"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS"})
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
    """Return a line about the latest event."""
    found = client.describe_stack_events(StackName=stack.name)["StackEvents"]
    return line(found[0]) if found else ""


def first_failure(client: "CloudFormationClient", stack: Stack) -> str:
    """Return the first failure of the last operation; later failures follow from it."""
    reason = "CloudFormation gave no reason"
    for event in client.describe_stack_events(StackName=stack.name)["StackEvents"]:
        status = event.get("ResourceStatus", "")
        if status.endswith("_FAILED"):
            resource = event.get("LogicalResourceId", "")
            reason = f"{resource}: {event.get('ResourceStatusReason', 'no reason given')}"
        if event.get("LogicalResourceId") == stack.name and status in _STARTS:
            break
    return reason


def line(about: Mapping[str, object]) -> str:
    """Describe a change or an event of a resource in one line."""
    fields = ("Action", "ResourceStatus", "LogicalResourceId", "ResourceType")
    words = " ".join(str(about[field]) for field in fields if field in about)
    return words + _REPLACEMENTS.get(str(about.get("Replacement")), "")
