"""The lease that a claim takes for its run."""

from datetime import datetime

from msgspec import Struct


class Lease(Struct, frozen=True, kw_only=True):
    """Counts a run as its owner's until the run is finalized, at most until `ends`, when no run is left."""

    owner: str
    ends: datetime
