"""Identify the caller of a request from the authorizer's result, and check the caller's scopes."""

from chalice.app import Request

from chalicelib.access.principals import Principal, Scope, scopes_in
from chalicelib.errors import InsufficientScope, NotAuthenticated


def owner_of(request: Request, required: Scope) -> str:
    """Return the owner that the caller acts for. Raises NotAuthenticated, InsufficientScope."""
    principal = _principal(request)
    if required not in principal.scopes:
        raise InsufficientScope(f"The token lacks the scope `{required}`. Use a token that has it.", required)
    return principal.owner


def _principal(request: Request) -> Principal:
    context = request.context.get("authorizer") or {}
    if not context.get("principalId"):
        raise NotAuthenticated("The request has no token. Send `Authorization: Bearer TOKEN`.")
    return Principal(owner=context["principalId"], scopes=scopes_in(context.get("scopes", "")))
