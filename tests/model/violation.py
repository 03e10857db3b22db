"""What the model reports."""


class Violation(AssertionError):
    """An invariant does not hold."""


def require(condition: bool, message: str) -> None:  # noqa: FBT001 - reads like assert
    """Raise Violation with this message unless the condition holds."""
    if not condition:
        raise Violation(message)
