"""Keep the signing keys for a while, so that not each request reads them."""

from collections.abc import Sequence

from chalicelib.access.timed_cache import TimedCache
from chalicelib.models import SigningKey
from chalicelib.ports import Clock, SigningKeys


class CachedSigningKeys:
    """Reads the keys at most once a minute."""

    def __init__(self, *, source: SigningKeys, clock: Clock) -> None:
        self._keys = TimedCache(read=source.newest_first, clock=clock)

    def newest_first(self) -> Sequence[SigningKey]:
        """Return all keys. Raises ConfigurationError, ServiceUnavailable."""
        return self._keys()


class NoSigningKeys:
    """The keys of a deployment that has none."""

    def newest_first(self) -> Sequence[SigningKey]:
        """Return no key."""
        return ()
