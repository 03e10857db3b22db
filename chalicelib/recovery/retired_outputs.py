"""Use case: remove the retired outputs of an image whose time has come."""

from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain.retirement import must_go_at_once, published_keys
from chalicelib.errors import Transient
from chalicelib.models import Image, StoredOutput
from chalicelib.ports import Clock, ImageStore, OutputStorage, RetirementStore
from chalicelib.recovery.expirations import RETRY_AFTER


class RetiredOutputs(Struct, frozen=True, kw_only=True):
    """Removes exactly the retired versions, never by their keys alone.

    A key that was retired is used again if an image returns to an earlier version. That stores a new version
    of the object, which is not on the list.
    """

    grace: timedelta
    store: ImageStore
    retired: RetirementStore
    outputs: OutputStorage
    clock: Clock

    def remove_due(self, image_id: str) -> None:
        """Remove what is due, and take it off the list. Repeatable. Raises Transient.

        Outputs that the record publishes wait on. The record may have been restored from a backup. After an
        error, what is due waits for RETRY_AFTER.
        """
        listed = self.retired.get(image_id)
        image = self.store.get(image_id)
        now, all_of_them = self.clock(), must_go_at_once(image)
        due = [each for each in listed if all_of_them or each.due_at <= now]
        if not due:
            return
        used = [each for each in due if self._is_published(image, each.output)]
        waiting = [each for each in listed if each not in due]
        try:
            self.outputs.remove([each.output for each in due if each not in used])
        except Transient:
            again = [replace(each, due_at=now + RETRY_AFTER) for each in due]
            self.retired.replace(image_id, listed, [*waiting, *again])
            raise
        later = [replace(each, due_at=now + self.grace) for each in used]
        self.retired.replace(image_id, listed, [*waiting, *later])

    def _is_published(self, image: Image | None, output: StoredOutput) -> bool:
        return output.key in published_keys(image) and self.outputs.newest(output.key) == output
