"""Access by OpenID Connect: JSON Web Tokens of one issuer, such as Cognito, Auth0 or Keycloak.

A token counts if the issuer signed it for this audience and its time is not over. What a token says of its
own algorithm or of where its keys are is never believed (RFC 8725, 3.1 and 3.10).
"""

from collections.abc import Mapping
from typing import Any, Protocol

import jwt

from chalicelib.access.principals import ALL_SCOPES, Principal, Scope, is_owner, scopes_in
from chalicelib.errors import ServiceUnavailable

# What every issuer signs with unless told otherwise (OpenID Connect Core, 15.1).
ALGORITHM = "RS256"
# What the clocks of two machines may differ by, in seconds.
_LEEWAY = 30
_REQUIRED = ["exp", "iss", "aud", "sub"]


class KeySource(Protocol):
    """The issuer's public keys."""

    def get_signing_key(self, kid: str) -> jwt.PyJWK:
        """Return the key of this id. Raises jwt.PyJWKClientError, also if the issuer cannot be reached."""
        ...


class OidcVerifier:
    """Tells callers by the tokens of one issuer."""

    def __init__(self, keys: KeySource, *, issuer: str, audience: str) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience

    def principal(self, text: str) -> Principal | None:
        """Return who bears this token, None if it does not count. Raises ServiceUnavailable."""
        try:
            return _principal(self._claims(text))
        except jwt.PyJWKClientConnectionError as error:
            raise ServiceUnavailable(f"The keys of {self._issuer} could not be fetched: {error}") from error
        except jwt.PyJWTError:
            return None

    def _claims(self, text: str) -> Mapping[str, Any]:
        header = jwt.get_unverified_header(text)
        if header.get("alg") != ALGORITHM or not isinstance(header.get("kid"), str):
            raise jwt.InvalidTokenError("Not a token that the issuer would sign")
        key = self._keys.get_signing_key(header["kid"])
        claims: dict[str, Any] = jwt.decode(
            text,
            key,
            algorithms=[ALGORITHM],
            issuer=self._issuer,
            audience=self._audience,
            leeway=_LEEWAY,
            options={"require": _REQUIRED},
        )
        return claims


def _principal(claims: Mapping[str, Any]) -> Principal | None:
    subject = claims["sub"]
    if not is_owner(subject):
        return None
    # The prefix keeps subjects, which the issuer chooses, apart from the owners that the operator names.
    return Principal(owner=f"oidc:{subject}", scopes=_scopes(claims))


def _scopes(claims: Mapping[str, Any]) -> frozenset[Scope]:
    """Read `scope` (RFC 9068, 2.2.3), whose words may have a resource before them: `darkroom/read`.

    A token without any, as ID tokens are, stands for all that its subject may do.
    """
    scope = claims.get("scope")
    if not isinstance(scope, str):
        return ALL_SCOPES
    return scopes_in(" ".join(word.rpartition("/")[2] for word in scope.split()))
