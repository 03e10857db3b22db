"""Who sends a request, as the authorizer has found out, and whether its scopes allow it."""

from chalice.app import Request

from chalicelib.access.principals import Principal, Scope, scopes_in
from chalicelib.errors import InsufficientScope, NotAuthenticated


def owner_of(request: Request, needed: Scope) -> str:
    """Return the owner that the caller acts for. Raises NotAuthenticated, InsufficientScope."""
    principal = _principal(request)
    if needed not in principal.scopes:
        raise InsufficientScope(
            f"This token does not have the scope `{needed}`, which the request needs", needed
        )
    return principal.owner


def _principal(request: Request) -> Principal:
    context = request.context.get("authorizer") or {}
    if not context.get("principalId"):
        raise NotAuthenticated("The request came without a token; send `Authorization: Bearer TOKEN`")
    return Principal(owner=context["principalId"], scopes=scopes_in(context.get("scopes", "")))
