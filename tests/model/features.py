"""The features of the deployment that a world models."""

from dataclasses import dataclass

from chalicelib.config.enums import FormReuse
from chalicelib.domain.fair_share import Shares

# More than the claims of all runs in a small case, so that only the neighbors' runs defer events.
SHARES = Shares(slots=8, per_owner=4)
UNLIMITED = Shares(slots=8, per_owner=8)


@dataclass(frozen=True, kw_only=True)
class Features:
    """What is switched on. `shares` limits the runs of each owner; `retention` lets policies change."""

    events: bool = False
    cdn: bool = False
    moderation: bool = False
    shares: bool = False
    workflow: bool = False
    retention: bool = False
    form_reuse: FormReuse = FormReuse.REFUSE
