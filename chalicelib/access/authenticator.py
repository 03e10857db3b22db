"""Use case of the authorizer: an `Authorization` header in, a principal out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.access.ports import TokenStore
from chalicelib.access.principals import Principal
from chalicelib.access.tokens import TokenText


@dataclass(frozen=True, kw_only=True)
class Authenticator:
    """Tells callers apart by what they bear."""

    tokens: TokenStore
    clock: Callable[[], datetime]

    def principal(self, header: str) -> Principal | None:
        """Return who sends this header, None if nobody that we know. Raises ServiceUnavailable."""
        text = _bearer(header)
        return self._by_token(TokenText.parse(text)) if text else None

    def _by_token(self, text: TokenText | None) -> Principal | None:
        token = self.tokens.get(text.id) if text else None
        if text is None or token is None or not token.is_secret(text.secret):
            return None
        if token.is_expired(self.clock()):
            return None
        return Principal(owner=token.owner, scopes=token.scopes)


def _bearer(header: str) -> str | None:
    """Return what follows `Bearer`, whose case does not matter: RFC 9110, section 11.1."""
    scheme, _, credentials = header.partition(" ")
    return credentials.strip() if scheme.lower() == "bearer" else None
