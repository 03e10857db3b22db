"""Who is calling, and what they may do."""

from chalicelib.errors.base import Permanent


class AccessDenied(Permanent):
    """The caller is not known, or may not do this."""


class NotAuthenticated(AccessDenied):
    """Nobody has said who is calling."""

    code = "not_authenticated"


class InsufficientScope(AccessDenied):
    """The caller's token does not have the scope that the request needs: `scope`."""

    code = "insufficient_scope"

    def __init__(self, message: str, scope: str = "") -> None:
        super().__init__(message)
        self.scope = scope


class QuotaExceeded(Permanent):
    """The owner has used up what it may; `retry_after` says in how many seconds it may use more."""

    code = "quota_exceeded"

    def __init__(self, message: str, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class InvalidOwner(Permanent):
    """An owner that cannot be sent in a header; the operator is told."""

    code = "invalid_owner"


class TokenNotFound(Permanent):
    """No API token has this id; the operator is told."""

    code = "token_not_found"
