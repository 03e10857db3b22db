"""Add and retire signing keys, in an order in which every signed URL can be verified.

A new key verifies at the CDN before the API signs with it, and a retired key no longer signs before the CDN
forgets it. The parameter decides which keys there are: entries of the CDN that it lacks are left over from a
command that was interrupted, and the next one removes them.
"""

import secrets
from collections.abc import Collection
from datetime import UTC, datetime
from enum import StrEnum

from msgspec import Struct

from chalicelib.errors import DarkroomError
from chalicelib.models import SigningKey
from ops.cloudformation.clients import Clients
from ops.signing_keys.key_value_store import EdgeKeys
from ops.signing_keys.parameter import KeysParameter

# A rotation needs two. The parameter, of 4 KB at most, has room for more.
MAX_KEYS = 5
_SECRET_BYTES = 32


class TooManySigningKeys(DarkroomError):
    """There are already as many keys as are allowed."""

    code = "too_many_signing_keys"


class SigningKeyNotFound(DarkroomError):
    """There is no key with this id."""

    code = "signing_key_not_found"


class Use(StrEnum):
    """What a key is used for."""

    SIGNS = "signs and verifies"
    VERIFIES = "verifies"
    NOT_AT_CDN = "unknown to the CDN"
    LEFT_OVER = "left over at the CDN"


class ListedKey(Struct, frozen=True, kw_only=True):
    """A key without its secret."""

    id: str
    use: Use

    @property
    def created_at(self) -> datetime:
        """When the key was created, which is its id."""
        return datetime.fromtimestamp(int(self.id, 16), UTC)


class Rotation(Struct, frozen=True, kw_only=True):
    """The keys of a stage. `cdn` is None if CloudFront doesn't serve its variants on demand."""

    parameter: KeysParameter
    cdn: EdgeKeys | None

    def add(self, now: datetime) -> SigningKey:
        """Create a key, which signs from now on. Raises TooManySigningKeys, StoreBusy."""
        keys = self.parameter.read()
        if len(keys) >= MAX_KEYS:
            raise TooManySigningKeys(f"There are already {MAX_KEYS} signing keys; retire the oldest first")
        new = SigningKey(id=_new_id(now, {key.id for key in keys}), secret=secrets.token_hex(_SECRET_BYTES))
        if self.cdn:
            self.cdn.replace((new, *keys))
        self.parameter.write((new, *keys))
        return new

    def retire(self, key_id: str) -> None:
        """Remove a key: URLs that it signed are refused. Raises SigningKeyNotFound, StoreBusy."""
        keys = self.parameter.read()
        left = [key for key in keys if key.id != key_id]
        if len(left) < len(keys):
            self.parameter.write(left)
        elif not (self.cdn and key_id in self.cdn.ids()):
            raise SigningKeyNotFound(f"There is no signing key {key_id}; `ops signing-key list` shows all")
        if self.cdn:
            self.cdn.replace(left)

    def synchronize(self) -> bool:
        """Give the CDN the keys of the API; return whether anything changed. Raises StoreBusy."""
        return self.cdn is not None and self.cdn.replace(self.parameter.read())

    def list(self) -> list[ListedKey]:
        """Return the keys, newest first, and then what is left over at the CDN."""
        ids = [key.id for key in self.parameter.read()]
        at_cdn = frozenset(ids) if self.cdn is None else self.cdn.ids()
        known = [ListedKey(id=id_, use=_use(id_, ids, at_cdn)) for id_ in ids]
        left_over = sorted(at_cdn - {*ids}, reverse=True)
        return known + [ListedKey(id=id_, use=Use.LEFT_OVER) for id_ in left_over]


def _use(key_id: str, ids: list[str], at_cdn: Collection[str]) -> Use:
    if key_id not in at_cdn:
        return Use.NOT_AT_CDN
    return Use.SIGNS if key_id == ids[0] else Use.VERIFIES


def _new_id(now: datetime, taken: Collection[str]) -> str:
    """Return the time in seconds as 8 hex digits, or the next one that no other key has."""
    number = int(now.timestamp())
    while f"{number:08x}" in taken:
        number += 1
    return f"{number:08x}"


def keys_of(clients: Clients, parameter: str, store_arn: str) -> Rotation:
    """Return the keys in a parameter and in the CDN's key value store, whose ARN is empty without one."""
    cdn = EdgeKeys(clients.key_values, store_arn) if store_arn else None
    return Rotation(parameter=KeysParameter(clients.parameters, parameter), cdn=cdn)
