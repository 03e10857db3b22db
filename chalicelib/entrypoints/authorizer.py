"""The function that API Gateway asks whether a request may pass.

On a blueprint, so that Lambda loads this module and not the whole app. Wrong tokens are denied by the
policy. A fault on our side gives no policy: API Gateway then answers 500 and asks again next time, where
it would remember a refusal. Nothing is raised, which Chalice's local server could not answer.
"""

import logging
from typing import Any

from chalice.app import AuthRequest, AuthResponse, Blueprint

from chalicelib.bootstrap.access import access

# API Gateway remembers the answer for each token so long: for so long does a revoked one still pass.
TTL_SECONDS = 60

LOGGER = logging.getLogger(__name__)

authorizers = Blueprint(__name__)


@authorizers.authorizer(name="authorize", ttl_seconds=TTL_SECONDS)
def authorize(request: AuthRequest) -> AuthResponse | dict[str, Any] | None:
    """Let known callers pass, with their scopes, which the routes check."""
    try:
        principal = access().authenticator.principal(request.token)
    except Exception:
        LOGGER.exception("The token could not be checked")
        return None
    if principal is None:
        return _denied(request.method_arn)
    # All routes: the answer is remembered for the token, whichever route it was for.
    return AuthResponse(
        routes=["*"], principal_id=principal.owner, context={"scopes": " ".join(sorted(principal.scopes))}
    )


def _denied(method_arn: str) -> dict[str, Any]:
    """Return a policy that refuses every route; Chalice's own, with no routes, would name no resource.

    The ARN is `arn:…:API/STAGE/METHOD/PATH`.
    """
    api, stage, *_ = method_arn.split("/", 2)
    statement = {"Effect": "Deny", "Action": "execute-api:Invoke", "Resource": [f"{api}/{stage}/*/*"]}
    return {
        "principalId": "nobody",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {},
    }
