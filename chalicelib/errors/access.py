"""Authentication, authorization, quotas and tokens."""

from chalicelib.errors.base import Permanent


class AccessDenied(Permanent):
    """The caller is unknown or not authorized."""


class NotAuthenticated(AccessDenied):
    """The request has no token."""

    code = "not_authenticated"


class InsufficientScope(AccessDenied):
    """The caller's token lacks the scope that the request needs, `scope`."""

    code = "insufficient_scope"

    def __init__(self, message: str, scope: str = "") -> None:
        super().__init__(message)
        self.scope = scope


class OperationsNotAllowed(AccessDenied):
    """Neither the policy nor a signature allows what the URL asks for."""

    code = "operations_not_allowed"


class InvalidSignature(AccessDenied):
    """The URL's signature was not made with a current key, or for another URL."""

    code = "invalid_signature"


class InvalidStatusKey(AccessDenied):
    """The key of a status URL is missing, forged, expired, or that of another image."""

    code = "invalid_status_key"


class QuotaExceeded(Permanent):
    """The owner has reached a quota. `retry_after` is the number of seconds to wait."""

    code = "quota_exceeded"

    def __init__(self, message: str, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class InvalidOwner(Permanent):
    """The owner cannot be sent in a header. Only commands report this."""

    code = "invalid_owner"


class TokenNotFound(Permanent):
    """No API token has this id. Only commands report this."""

    code = "token_not_found"
