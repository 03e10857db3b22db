"""Use case: send objects that need processing to the processing function, up to a limit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from chalicelib.models import Source
from chalicelib.ports import EventSender


class Finding(StrEnum):
    """What a scan found about an object. DUE objects need processing, SENT ones were sent by this scan."""

    SETTLED = "settled"
    UNDER_WAY = "under way"
    DUE = "due"
    SENT = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One object in a scan, and what was found about it."""

    key: str
    source: Source | None
    finding: Finding


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """Sends the objects that are due. It is lazy: the caller sets the pace."""

    sender: EventSender

    def run(self, steps: Iterable[Step], limit: int) -> Iterator[Step]:
        """Send each object that is due, and yield its step as SENT. Yield all other steps unchanged.

        Stops after yielding the first step that would exceed the limit, still as DUE.
        Raises ServiceUnavailable.
        """
        sent = 0
        for step in steps:
            if step.finding is not Finding.DUE:
                yield step
            elif sent < limit:
                self.sender.send(step.key, step.source)
                sent += 1
                yield replace(step, finding=Finding.SENT)
            else:
                yield step
                return
