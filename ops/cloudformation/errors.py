"""The errors of stack operations."""

from botocore.exceptions import ClientError

from chalicelib.errors import DarkroomError


class StackFailed(DarkroomError):
    """An operation on a stack failed; the message has CloudFormation's reason."""

    code = "stack_failed"


def is_not_found(error: ClientError) -> bool:
    """Return whether there is no such stack. CloudFormation has no error code of its own for this."""
    return "does not exist" in str(error)
