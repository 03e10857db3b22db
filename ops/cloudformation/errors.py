"""The errors of stack operations."""

from chalicelib.errors import DarkroomError


class StackFailed(DarkroomError):
    """An operation on a stack failed; the message has CloudFormation's reason."""

    code = "stack_failed"
