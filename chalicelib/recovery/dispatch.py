"""Use case: objects that are due are handed to the function that processes uploads, never more than a cap."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from chalicelib.models import Source
from chalicelib.ports import EventSender


class Finding(StrEnum):
    """What is to be done about an object, or has been."""

    SETTLED = "settled"
    UNDER_WAY = "under way"
    DUE = "due"
    SENT = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One object that was looked at."""

    key: str
    source: Source | None
    finding: Finding


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """Sends, at the pace of whoever takes its steps."""

    sender: EventSender

    def run(self, steps: Iterable[Step], limit: int) -> Iterator[Step]:
        """Yield each step after it is done. The one that would exceed the limit is yielded as due, the last.

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
