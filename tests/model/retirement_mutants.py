"""Classes that break one rule each about retired outputs."""

from collections.abc import Sequence

from chalicelib.domain import keys
from chalicelib.models import Image, Result, StoredOutput
from chalicelib.processing.cleanup import Cleanup
from chalicelib.processing.outcome import Outcome
from chalicelib.processing.pipeline import Pipeline
from chalicelib.recovery.retired_outputs import RetiredOutputs


class RemovesByKey(RetiredOutputs, frozen=True):
    """Removes whatever is stored under a retired key, although the image may have returned to it."""

    def remove_due(self, image_id: str) -> None:
        for each in self.retired.get(image_id):
            if each.due_at <= self.clock():
                self.outputs.remove(self.outputs.list(each.output.key))
        super().remove_due(image_id)


class TrustsTheList(RetiredOutputs, frozen=True):
    """Does not look at the record before it removes what is due."""

    def remove_due(self, image_id: str) -> None:
        due = [each.output for each in self.retired.get(image_id) if each.due_at <= self.clock()]
        self.outputs.remove(due)
        super().remove_due(image_id)


class RetiresBeforeFinalizing(Pipeline, frozen=True):
    """Retires the outputs of the version before, although another run may publish them again."""

    def commit(self, result: Result) -> tuple[Outcome, Image | None]:
        image = result.image
        published = {variant.key for variant in image.variants}
        listed = [
            output
            for prefix in keys.output_prefixes(image.id, image.key)
            for output in self.cleanup.outputs.list(prefix)
            if output.key not in published
        ]
        if published and listed:
            self.cleanup.retirement.retire(image.id, listed)
        return super().commit(result)


class LetsAllWait(Cleanup, frozen=True):
    """Lets the outputs of deleted and rejected images wait like those of others."""

    def _clear(self, image_id: str, image: Image | None, outputs: Sequence[StoredOutput]) -> bool:
        del image
        self.retirement.retire(image_id, outputs)
        return True
