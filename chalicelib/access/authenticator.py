"""Use case of the authorizer: an `Authorization` header in, a principal out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.access.ports import TokenStore, TokenVerifier
from chalicelib.access.principals import Principal
from chalicelib.access.tokens import TokenText


@dataclass(frozen=True, kw_only=True)
class Authenticator:
    """Tells callers by what they bear: an API token, or a token of the configured issuer, if there is one."""

    tokens: TokenStore
    issuer: TokenVerifier | None
    clock: Callable[[], datetime]

    def principal(self, header: str) -> Principal | None:
        """Return who sends this header, None if nobody that we know. Raises ServiceUnavailable."""
        credentials = _bearer(header)
        if not credentials:
            return None
        text = TokenText.parse(credentials)
        if text is not None:
            return self._by_api_token(text)
        return self.issuer.principal(credentials) if self.issuer else None

    def _by_api_token(self, text: TokenText) -> Principal | None:
        token = self.tokens.get(text.id)
        if token is None or not token.is_secret(text.secret) or token.is_expired(self.clock()):
            return None
        return Principal(owner=token.owner, scopes=token.scopes)


def _bearer(header: str) -> str | None:
    """Return what follows `Bearer`, whose case does not matter: RFC 9110, section 11.1."""
    scheme, _, credentials = header.partition(" ")
    return credentials.strip() if scheme.lower() == "bearer" else None
