"""Keep the signing keys for a while, so that not each request reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.models import SigningKey
from chalicelib.ports import Clock, SigningKeys

LIFETIME = timedelta(seconds=60)
"""After which a retired key no longer counts, and a new one does."""


@dataclass(kw_only=True)
class CachedSigningKeys:
    """Reads the keys at most once a minute."""

    source: SigningKeys
    clock: Clock
    _keys: Sequence[SigningKey] = ()
    _fresh_until: datetime | None = None

    def newest_first(self) -> Sequence[SigningKey]:
        """Return all keys. Raises ConfigurationError, ServiceUnavailable."""
        now = self.clock()
        if self._fresh_until is None or self._fresh_until <= now:
            self._keys = self.source.newest_first()
            self._fresh_until = now + LIFETIME
        return self._keys


class NoSigningKeys:
    """The keys of a deployment that has none."""

    def newest_first(self) -> Sequence[SigningKey]:
        """Return no key."""
        return ()
