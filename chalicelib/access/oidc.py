"""Verify OpenID Connect tokens: the JWTs of one issuer, such as Cognito, Auth0 or Keycloak.

A token is valid if the issuer signed it for this audience and it has not expired. The algorithm is fixed and
the keys come from the issuer: the token's own header must not choose either (RFC 8725, 3.1 and 3.10).
"""

from collections.abc import Mapping
from typing import Any, Protocol

import jwt

from chalicelib.access.principals import Principal, Scope, is_owner, scopes_in
from chalicelib.errors import ServiceUnavailable

# The algorithm that every issuer must support (OpenID Connect Core, 15.1).
ALGORITHM = "RS256"
# Seconds that the issuer's clock and ours may differ by.
_LEEWAY = 30
_REQUIRED = ["exp", "iss", "aud", "sub"]


class KeySource(Protocol):
    """The issuer's public keys."""

    def get_signing_key(self, kid: str) -> jwt.PyJWK:
        """Return the key with this id. Raises jwt.PyJWKClientError if it is unknown or cannot be fetched."""


class OidcVerifier:
    """Authenticates callers by the tokens of one issuer."""

    def __init__(self, keys: KeySource, *, issuer: str, audience: str) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience

    def principal(self, text: str) -> Principal | None:
        """Return the caller that the token is for, None if it is invalid. Raises ServiceUnavailable."""
        try:
            return _principal(self._claims(text))
        except jwt.PyJWKClientConnectionError as error:
            raise ServiceUnavailable(f"Fetching the keys of {self._issuer}: {error}") from error
        except jwt.PyJWTError:
            return None

    def _claims(self, text: str) -> Mapping[str, Any]:
        header = jwt.get_unverified_header(text)
        if not isinstance(header.get("kid"), str):
            raise jwt.InvalidTokenError("The header must have a key id")
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
    # Without the prefix, the issuer could choose a subject that equals an owner named by the operator.
    return Principal(owner=f"oidc:{subject}", scopes=_scopes(claims))


def _scopes(claims: Mapping[str, Any]) -> frozenset[Scope]:
    """Return the known scopes of a token, with or without a resource prefix: `darkroom/read`.

    They are in the `scope` claim (RFC 9068, 2.2.3), or else in `scp`: Microsoft Entra has text there, and
    Okta a list. A token without either, such as an ID token, or with a claim of another type has none.
    """
    claim = claims.get("scope", claims.get("scp"))
    words = claim.split() if isinstance(claim, str) else claim
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        return frozenset()
    return scopes_in(" ".join(word.rpartition("/")[2] for word in words))
