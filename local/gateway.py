"""Responds to requests that API Gateway rejects before they reach the app, as the deployed API does.

`chalice local` has fixed responses for them. infra/gateway-responses.json has Darkroom's, by API
Gateway's response types.
"""

import functools
import json
from collections.abc import Mapping
from typing import Any

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
