"""Who a caller is."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a token lets its bearer do: look, or change anything."""

    READ = "read"
    WRITE = "write"


ALL_SCOPES = frozenset(Scope)

_OWNER = re.compile(r"[!-~]{1,255}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """An authenticated caller: `owner` is what its images belong to."""

    owner: str
    scopes: frozenset[Scope] = ALL_SCOPES


def is_owner(text: str) -> bool:
    """Say whether a name can travel in headers and in an object's metadata, and so be an owner."""
    return bool(_OWNER.fullmatch(text))


def scopes_in(text: str) -> frozenset[Scope]:
    """Return the scopes of ours in a list with blanks between, as OAuth writes it (RFC 6749, 3.3)."""
    words = text.split()
    return frozenset(scope for scope in Scope if scope in words)
