"""Check whether a URL may lead to a variant on demand. The signing keys are kept for a while."""

from collections.abc import Sequence

from msgspec import Struct

from chalicelib.access.timed_cache import TimedCache
from chalicelib.domain.on_demand.policy import allowed
from chalicelib.domain.on_demand.signatures import is_signed
from chalicelib.domain.presets import Presets
from chalicelib.errors import InvalidSignature, OperationsNotAllowed
from chalicelib.models import NamedPreset, OnDemandPolicy, Operations, SigningKey, VariantRequest
from chalicelib.ports import Clock, SigningKeys


class Authorization(Struct, frozen=True, kw_only=True):
    """Allows what the policy of the presets file allows, and other sizes with a signature."""

    presets: Presets
    keys: SigningKeys

    @property
    def policy(self) -> OnDemandPolicy:
        """The policy. Without one in the presets file, only presets are allowed."""
        return self.presets.on_demand or OnDemandPolicy()

    def authorized(self, request: VariantRequest) -> Operations:
        """Return the operations to carry out. Unsigned ones can have a larger width than requested.

        Raises InvalidSignature, OperationsNotAllowed, and ServiceUnavailable if the keys cannot be read.
        """
        if request.signature is None:
            return self.allowed(request.operations)
        if not is_signed(self.keys.newest_first(), request.signature, request.image_id, request.operations):
            raise InvalidSignature(
                "The signature was not made for this URL, or its key has been retired. Sign the URL again."
            )
        # A signature adds sizes, but no presets and no formats of presets.
        if isinstance(request.operations, NamedPreset):
            return self.allowed(request.operations)
        return request.operations

    def allowed(self, operations: Operations) -> Operations:
        """Return what the policy makes of these operations. Raises OperationsNotAllowed."""
        return allowed(self.policy, self.presets.on_demand_presets, operations)

    def is_allowed(self, operations: Operations) -> bool:
        """Return whether the policy allows these operations as they are."""
        try:
            return self.allowed(operations) == operations
        except OperationsNotAllowed:
            return False


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
