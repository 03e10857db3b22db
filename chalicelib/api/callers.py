"""The caller of a request: the owner and the scopes, from the authorizer's result, and the URL of the API."""

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


def base_url(request: Request) -> str:
    """Return the URL that the paths of routes are relative to, without a slash at the end.

    It has the stage or the base path of a custom domain, which the request's own path begins with.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
    """
    context = request.context
    if "domainName" in context:
        origin = f"https://{context['domainName']}"
    else:
        # Chalice's local server has no domain name.
        origin = f"http://{request.headers.get('host', '')}"
    return f"{origin}{_base_path(context['path'], context['resourcePath'])}"


def _base_path(path: str, route: str) -> str:
    """Return what comes before the route. Both have the same number of segments after it."""
    segments = path.strip("/").split("/")
    own = [each for each in route.split("/") if each]
    before = segments[: len(segments) - len(own)]
    return "".join(f"/{each}" for each in before if each)
