"""Ports of the access package: interfaces that adapters implement."""

from collections.abc import Sequence
from typing import Literal, Protocol

from chalicelib.access.principals import Principal
from chalicelib.access.tokens import Token
from chalicelib.access.usage import Day, Limits, Usage


class TokenVerifier(Protocol):
    """Verifies tokens that another issuer has signed."""

    def principal(self, text: str) -> Principal | None:
        """Return the caller that the token is for, None if it is invalid. Raises ServiceUnavailable."""


class UsageStore(Protocol):
    """The usage counters that quotas are checked against."""

    def add(self, usage: Usage, limits: Limits) -> Literal["images", "bytes", "forms"] | None:
        """Add the usage in one atomic write, or return the limit that it would exceed.

        Raises ServiceUnavailable.
        """


class ReadCounter(Protocol):
    """The counters of the images that each owner reads per day."""

    def add_reads(self, owner: str, day: Day, number: int) -> int:
        """Add a number of reads in one atomic write; return the day's total. Raises ServiceUnavailable."""


class TokenStore(Protocol):
    """The table of API tokens."""

    def put(self, token: Token) -> None:
        """Store a new token. Raises ServiceUnavailable."""

    def get(self, token_id: str) -> Token | None:
        """Return the token, None if it does not exist or was revoked. Raises ServiceUnavailable."""

    def list(self) -> Sequence[Token]:
        """Return all tokens, oldest first. Raises ServiceUnavailable."""

    def remove(self, token_id: str) -> bool:
        """Delete a token; return False if it does not exist. Raises ServiceUnavailable."""
