"""Keep replaced outputs for a while, because pages and databases still have their URLs."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct

from chalicelib.domain.retirement import with_retired
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import StoredOutput
from chalicelib.ports import Clock, OutputStorage, RetirementStore

# Two cleanups or a sweep can change the outputs of an image at the same time, but not for long.
_ATTEMPTS = 5


class Retirement(Struct, frozen=True, kw_only=True):
    """Notes when replaced outputs are to be removed: `grace` after they were retired."""

    grace: timedelta
    retired: RetirementStore
    outputs: OutputStorage
    clock: Clock

    def retire(self, image_id: str, outputs: Sequence[StoredOutput]) -> None:
        """Let these outputs wait. If too many outputs of the image wait, remove the oldest now.

        Outputs that wait already are not written again. Raises ServiceUnavailable.
        """
        due_at = self.clock() + self.grace
        for _ in range(_ATTEMPTS):
            before = self.retired.get(image_id)
            after, excess = with_retired(before, outputs, due_at)
            if after == tuple(before):
                return
            self.outputs.remove(excess)
            if self.retired.replace(image_id, before, after):
                return
        raise ServiceUnavailable(f"Retiring variants: the list of {image_id!r} keeps changing")

    def forget(self, image_id: str) -> bool:
        """Empty the list of an image whose outputs have all been removed; return whether it is empty.

        If the list changes at the same time, it stays. Removing an output again does no harm.
        """
        before = self.retired.get(image_id)
        return not before or self.retired.replace(image_id, before, ())
