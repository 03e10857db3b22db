"""What access needs from outside."""

from collections.abc import Sequence
from typing import Literal, Protocol

from chalicelib.access.principals import Principal
from chalicelib.access.tokens import Token
from chalicelib.access.usage import Limits, Usage


class TokenVerifier(Protocol):
    """An issuer of tokens that are not ours."""

    def principal(self, text: str) -> Principal | None:
        """Return who bears this token, None if it does not count. Raises ServiceUnavailable."""
        ...


class UsageStore(Protocol):
    """The counters of the quotas."""

    def add(self, usage: Usage, limits: Limits) -> Literal["images", "bytes", "forms"] | None:
        """Count in one atomic write, or name the limit that would be passed. Raises ServiceUnavailable."""
        ...


class TokenStore(Protocol):
    """The table of API tokens."""

    def put(self, token: Token) -> None:
        """Store a new token. Raises ServiceUnavailable."""
        ...

    def get(self, token_id: str) -> Token | None:
        """Return the token, None if there is none or no more. Raises ServiceUnavailable."""
        ...

    def list(self) -> Sequence[Token]:
        """Return all tokens, the oldest first. Raises ServiceUnavailable."""
        ...

    def remove(self, token_id: str) -> bool:
        """Remove a token; False if there was none. Raises ServiceUnavailable."""
        ...
