"""The Lambda authorizer: API Gateway calls it to check the token of a request.

It is on a blueprint, so that Lambda loads this module instead of the whole app. For an invalid token, it
returns a policy that denies access. If the check itself fails, it returns no policy: API Gateway responds
with 500 and calls the authorizer again for the next request, whereas it would cache a denial. No error is
raised, since Chalice's local server cannot handle one.
"""

import logging
from typing import Any

from chalice.app import AuthRequest, AuthResponse, Blueprint

from chalicelib.bootstrap.access import access

# How long API Gateway caches the result for a token. A revoked token can stay valid for this long.
TTL_SECONDS = 60

LOGGER = logging.getLogger(__name__)

authorizers = Blueprint(__name__)


@authorizers.authorizer(name="authorize", ttl_seconds=TTL_SECONDS)
def authorize(request: AuthRequest) -> AuthResponse | dict[str, Any] | None:
    """Admit authenticated callers. The routes check their scopes."""
    try:
        principal = access().authenticator.principal(request.token)
    except Exception:
        LOGGER.exception("token check failed")
        return None
    if principal is None:
        return _denied(request.method_arn)
    # API Gateway caches the result for the token, so it must cover all routes.
    return AuthResponse(
        routes=["*"], principal_id=principal.owner, context={"scopes": " ".join(sorted(principal.scopes))}
    )


def _denied(method_arn: str) -> dict[str, Any]:
    """Return a policy that denies every route. Chalice's policy without routes would have no resource.

    `method_arn` is `arn:…:API/STAGE/METHOD/PATH`.
    """
    api, stage, *_ = method_arn.split("/", 2)
    statement = {"Effect": "Deny", "Action": "execute-api:Invoke", "Resource": [f"{api}/{stage}/*/*"]}
    return {
        "principalId": "nobody",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {},
    }
