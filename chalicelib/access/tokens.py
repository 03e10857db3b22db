"""API tokens: `darkroom_ID_SECRET`. Only a hash of the secret is stored, so the table reveals no token.

A plain SHA-256 is enough: nobody can guess 256 random bits, so the hash need not be slow.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import datetime
from typing import Self

from msgspec import Struct

from chalicelib.access.principals import ALL_SCOPES, Scope

# Random bytes. The id only identifies the token, so it can be shorter.
ID_BYTES = 8
SECRET_BYTES = 32

# The prefix lets secret scanners recognize a token that was committed by mistake.
_TEXT = re.compile(r"darkroom_([0-9a-f]{16})_([0-9a-f]{64})")


class Token(Struct, frozen=True, kw_only=True):
    """The stored record of a token. `label` is a note; without `expires_at`, the token never expires."""

    id: str
    digest: bytes
    owner: str
    created_at: datetime
    scopes: frozenset[Scope] = ALL_SCOPES
    label: str = ""
    expires_at: datetime | None = None

    def has_secret(self, secret: str) -> bool:
        """Return whether this is the token's secret. Compares in constant time."""
        return hmac.compare_digest(self.digest, _digest(secret))

    def is_expired(self, now: datetime) -> bool:
        """Return whether the token has expired."""
        return self.expires_at is not None and self.expires_at <= now


class TokenText(Struct, frozen=True):
    """A token as its owner sends it."""

    id: str
    secret: str

    @classmethod
    def new(cls, random: Callable[[int], str]) -> Self:
        """Generate a token. `random` returns that many random bytes as hexadecimal."""
        return cls(random(ID_BYTES), random(SECRET_BYTES))

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Parse a token; return None if it does not have the form of an API token."""
        match = _TEXT.fullmatch(text)
        return cls(match[1], match[2]) if match else None

    @property
    def digest(self) -> bytes:
        """The SHA-256 of the secret, which is what is stored."""
        return _digest(self.secret)

    def __str__(self) -> str:
        """Return the token as it is sent."""
        return f"darkroom_{self.id}_{self.secret}"


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
