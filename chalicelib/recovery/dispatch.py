"""Use case: send objects that need processing to the processing function, up to a limit."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.preset_changes import VariantChanges
from chalicelib.models import Image, Source, Status
from chalicelib.ports import Clock, EventSender, ImageStore


class Finding(StrEnum):
    """What a scan found about an object.

    DUE objects need processing, SENT ones were sent by this scan. LOSING ones need it, too, but would lose
    variants by it that the operator has not given up.
    """

    SETTLED = "settled"
    LOSING = "losing"
    UNDER_WAY = "under way"
    DUE = "due"
    SENT = "sent"


_NO_CHANGES = VariantChanges()


class Step(Struct, frozen=True, kw_only=True):
    """One object in a scan, and what was found about it.

    `changes` is what processing does to its variants. `edited` is the record with other requested presets,
    which must be written before.
    """

    key: str
    source: Source | None
    finding: Finding
    changes: VariantChanges = _NO_CHANGES
    edited: Image | None = None


class Dispatch(Struct, frozen=True, kw_only=True):
    """Sends the objects that are due. It is lazy: the caller sets the pace."""

    sender: EventSender
    store: ImageStore
    clock: Clock

    def run(self, steps: Iterable[Step], limit: int) -> Iterator[Step]:
        """Send each object that is due, and yield its step as SENT. Yield all other steps unchanged.

        If the record has changed since the scan read it, its new presets are not written, and the step is
        yielded as UNDER_WAY. Stops after yielding the first step that would exceed the limit, still as DUE.
        Raises ServiceUnavailable.
        """
        sent = 0
        for step in steps:
            if step.finding is not Finding.DUE:
                yield step
            elif sent == limit:
                yield step
                return
            elif step.edited is not None and not self._claim(step.edited):
                yield replace(step, finding=Finding.UNDER_WAY)
            else:
                self.sender.send(step.key, step.source)
                sent += 1
                yield replace(step, finding=Finding.SENT)

    def _claim(self, edited: Image) -> bool:
        """Write the presets and claim the record, so that the sweep starts the run if it is not sent."""
        claim = replace(edited, status=Status.PROCESSING, execution=None, updated_at=self.clock())
        return self.store.claim_edited(claim) is not None
