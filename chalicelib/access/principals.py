"""Authenticated callers and their scopes."""

import re
from enum import StrEnum

from msgspec import Struct


class Scope(StrEnum):
    """What a token allows: `read` to view images, `write` to create and change them."""

    READ = "read"
    WRITE = "write"


ALL_SCOPES = frozenset(Scope)

_OWNER = re.compile(r"[!-~]{1,255}")


class Principal(Struct, frozen=True, kw_only=True):
    """An authenticated caller. `owner` is the name that its images are stored under."""

    owner: str
    scopes: frozenset[Scope] = ALL_SCOPES


def is_owner(text: str) -> bool:
    """Return whether this name can be an owner: HTTP headers and S3 metadata must be able to carry it."""
    return bool(_OWNER.fullmatch(text))


def scopes_in(text: str) -> frozenset[Scope]:
    """Return the known scopes in a space-separated list, as OAuth defines it (RFC 6749, 3.3)."""
    words = text.split()
    return frozenset(scope for scope in Scope if scope in words)
