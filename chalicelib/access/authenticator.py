"""Use case of the authorizer: authenticate the caller by the `Authorization` header."""

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from chalicelib.access.ports import TokenStore, TokenVerifier
from chalicelib.access.principals import Principal
from chalicelib.access.tokens import TokenText


class Authenticator(Struct, frozen=True, kw_only=True):
    """Authenticates callers by API tokens and, if an issuer is configured, by its OpenID Connect tokens."""

    tokens: TokenStore
    issuer: TokenVerifier | None
    clock: Callable[[], datetime]

    def principal(self, header: str) -> Principal | None:
        """Return the caller who sent this header, None if the token is invalid. Raises ServiceUnavailable."""
        credentials = _bearer(header)
        if not credentials:
            return None
        text = TokenText.parse(credentials)
        if text is not None:
            return self._by_api_token(text)
        return self.issuer.principal(credentials) if self.issuer else None

    def _by_api_token(self, text: TokenText) -> Principal | None:
        token = self.tokens.get(text.id)
        if token is None or not token.has_secret(text.secret) or token.is_expired(self.clock()):
            return None
        return Principal(owner=token.owner, scopes=token.scopes)


def _bearer(header: str) -> str | None:
    """Return the token after `Bearer`. The scheme is case-insensitive (RFC 9110, section 11.1)."""
    scheme, _, credentials = header.partition(" ")
    return credentials.strip() if scheme.lower() == "bearer" else None
