"""What API Gateway refuses by itself, before the app is asked: answered here as it is deployed.

`chalice local` has fixed texts of its own for these. infra/gateway-responses.json has ours, by the names
that API Gateway has for them.
"""

import functools
import json
import os
from collections.abc import Mapping
from typing import Any

from chalice.local import ForbiddenError, LocalGateway, LocalGatewayException, NotAuthorizedError

from local.process import ROOT

FILE = ROOT / "infra" / "gateway-responses.json"


def correct_chalice() -> None:
    """Adapt Chalice's local gateway; a second call changes nothing."""
    handle = LocalGateway.handle_request
    if hasattr(handle, "__wrapped__"):
        return
    answers = json.loads(FILE.read_text("utf-8"))

    @functools.wraps(handle)
    def handle_request(
        self: LocalGateway, method: str, path: str, headers: dict[str, str], body: bytes | None
    ) -> dict[str, Any]:
        try:
            return dict(handle(self, method, path, headers, body))
        except LocalGatewayException as error:
            answer = _answer(answers, _name(error))
            # a body here would be read as the beginning of the next answer
            return {**answer, "body": ""} if method == "HEAD" else answer

    LocalGateway.handle_request = handle_request  # type: ignore[method-assign] # that is the correction


def _name(error: LocalGatewayException) -> str:
    if isinstance(error, NotAuthorizedError):
        return "UNAUTHORIZED"
    if not isinstance(error, ForbiddenError):
        return "AUTHORIZER_CONFIGURATION_ERROR"
    denied = error.headers["x-amzn-ErrorType"] == "AccessDeniedException"
    return "ACCESS_DENIED" if denied else "MISSING_AUTHENTICATION_TOKEN"


def _answer(answers: Mapping[str, Any], name: str) -> dict[str, Any]:
    own = answers["responses"][name]
    return {
        "statusCode": own["problem"]["status"],
        "headers": {**answers["headers"], **own["headers"], **_cors()},
        "multiValueHeaders": {},
        "body": json.dumps(own["problem"]),
    }


def _cors() -> dict[str, str]:
    # These answers are fixed, so they can name one origin only.
    origins = os.environ.get("CORS_ORIGINS", "")
    return {"Access-Control-Allow-Origin": origins} if origins and "," not in origins else {}
