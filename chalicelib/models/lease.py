"""The lease that a claim takes for its run."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Counts a run as its owner's until the run is finalized, at most until `ends`, when no run is left."""

    owner: str
    ends: datetime
