"""Lets `chalice local` do what API Gateway does before a request reaches the app.

infra/gateway-responses.json has the responses to rejected requests, by API Gateway's response types.
"""

import functools
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from chalice.app import ChaliceAuthorizer
from chalice.local import ForbiddenError, LocalGateway, LocalGatewayException, NotAuthorizedError

from local.process import ROOT

FILE = ROOT / "infra" / "gateway-responses.json"


def patch_chalice() -> None:
    """Patch Chalice's local gateway; a second call has no effect."""
    handle = LocalGateway.handle_request
    if hasattr(handle, "__wrapped__"):
        return
    responses = json.loads(FILE.read_text("utf-8"))

    @functools.wraps(handle)
    def handle_request(
        self: LocalGateway, method: str, path: str, headers: dict[str, str], body: bytes | None
    ) -> dict[str, Any]:
        try:
            return dict(handle(self, method, path, headers, body))
        except LocalGatewayException as error:
            response = _response(responses, _name(error))
            # a client would read a body as the start of the next response
            return {**response, "body": ""} if method == "HEAD" else response

    LocalGateway.handle_request = handle_request  # type: ignore[method-assign] # the patch


def cache_authorizations(clock: Callable[[], float] = time.monotonic) -> None:
    """Patch Chalice's authorizers, which would be called for each request, and not once within their TTL."""
    authorize, results = ChaliceAuthorizer.__call__, dict[str, tuple[float, Any]]()

    def authorize_once(self: ChaliceAuthorizer, event: dict[str, Any], context: dict[str, Any]) -> Any:  # noqa: ANN401
        now, token = clock(), event["authorizationToken"]
        ends, result = results.get(token, (0.0, None))
        if now >= ends or result is None:
            result = authorize(self, event, context)
            results[token] = now + (self.config.ttl_seconds or 0), result
        return result

    ChaliceAuthorizer.__call__ = authorize_once  # type: ignore[method-assign] # the patch


def _name(error: LocalGatewayException) -> str:
    if isinstance(error, NotAuthorizedError):
        return "UNAUTHORIZED"
    if not isinstance(error, ForbiddenError):
        return "AUTHORIZER_CONFIGURATION_ERROR"
    denied = error.headers["x-amzn-ErrorType"] == "AccessDeniedException"
    return "ACCESS_DENIED" if denied else "MISSING_AUTHENTICATION_TOKEN"


def _response(responses: Mapping[str, Any], name: str) -> dict[str, Any]:
    own = responses["responses"][name]
    return {
        "statusCode": own["problem"]["status"],
        "headers": {**responses["headers"], **own["headers"]},
        "multiValueHeaders": {},
        "body": json.dumps(own["problem"]),
    }
