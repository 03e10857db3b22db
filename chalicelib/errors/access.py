"""Who is calling, and what they may do."""

from chalicelib.errors.base import Permanent


class AccessDenied(Permanent):
    """The caller is not known, or may not do this."""


class NotAuthenticated(AccessDenied):
    """Nobody has said who is calling."""

    code = "not_authenticated"


class InsufficientScope(AccessDenied):
    """The caller's token does not have the scope that the request needs."""

    code = "insufficient_scope"


class InvalidOwner(Permanent):
    """An owner that cannot be sent in a header; the operator is told."""

    code = "invalid_owner"


class TokenNotFound(Permanent):
    """No API token has this id; the operator is told."""

    code = "token_not_found"
