"""API tokens: `darkroom_ID_SECRET`. Only the secret's hash is stored, so no table gives a token away.

A plain hash is enough: there is nothing to guess about 256 random bits, and so nothing to slow down.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from chalicelib.access.principals import ALL_SCOPES, Scope

# Bytes of randomness; the id only names the token.
ID_BYTES = 8
SECRET_BYTES = 32

# A prefix of its own lets scanners of source code recognise a token that got there.
_TEXT = re.compile(r"darkroom_([0-9a-f]{16})_([0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What is stored of a token. `label` is the operator's note; without `expires_at` it is good for ever."""

    id: str
    digest: bytes
    owner: str
    created_at: datetime
    scopes: frozenset[Scope] = ALL_SCOPES
    label: str = ""
    expires_at: datetime | None = None

    def is_secret(self, secret: str) -> bool:
        """Compare in a time that does not depend on where the two differ."""
        return hmac.compare_digest(self.digest, _digest(secret))

    def is_expired(self, now: datetime) -> bool:
        """Say whether its time is over."""
        return self.expires_at is not None and self.expires_at <= now


@dataclass(frozen=True, slots=True)
class TokenText:
    """A token as its bearer has it."""

    id: str
    secret: str

    @classmethod
    def new(cls, random: Callable[[int], str]) -> Self:
        """Make one up; `random` gives so many random bytes in hexadecimal."""
        return cls(random(ID_BYTES), random(SECRET_BYTES))

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a token, None if it does not look like one of ours."""
        match = _TEXT.fullmatch(text)
        return cls(match[1], match[2]) if match else None

    @property
    def digest(self) -> bytes:
        """What is stored of the secret."""
        return _digest(self.secret)

    def __str__(self) -> str:
        """Write it as it is sent."""
        return f"darkroom_{self.id}_{self.secret}"


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
