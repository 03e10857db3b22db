"""Use case: remove or retire the outputs that no record points to, and no others.

Each output is one stored object version. If another run writes the same key in the meantime, it creates a
new version, which this does not touch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.domain import keys
from chalicelib.domain.retirement import must_go_at_once, published_keys
from chalicelib.models import Image, StoredOutput
from chalicelib.ports import ImageStore, OutputStorage
from chalicelib.processing.retirement import Retirement

# Outputs that are removed at once, in one request each. A deletion through the API cleans up at most three
# times, and API Gateway waits for 29 seconds. If there are more, the removal's event and sweeps continue.
MAX_REMOVALS = 200


@dataclass(frozen=True, kw_only=True)
class Cleanup:
    """Clears outputs that superseded, crashed and earlier runs have left behind."""

    store: ImageStore
    outputs: OutputStorage
    retirement: Retirement

    def finish(self, image: Image) -> Image:
        """Clear all outputs that this committed record does not point to; return the updated record.

        Outputs are listed before the revision is checked: if the revision still holds, no later run can
        have stored any of the listed outputs. Otherwise the run that claimed since cleans up when it has
        finalized. A record with concurrent claims stays `cleanup_pending` until the sweep: a run that
        claimed earlier can store its outputs after this listing, and crash before it removes them.
        """
        if not image.cleanup_pending:
            return image
        listed = self._stored(image)
        current = self.store.get(image.id)
        if current is None or current.revision != image.revision:
            return image
        published = published_keys(image)
        stale = [output for output in listed if output.key not in published]
        all_cleared = self._clear(image.id, image, stale)
        if not all_cleared:
            return image
        if must_go_at_once(image):
            self.retirement.forget(image.id)
        if image.has_concurrent_claims:
            return image
        clean = replace(image, cleanup_pending=False)
        self.store.finalize(clean)
        return clean

    def abandon(self, image: Image, written: Sequence[StoredOutput], current: Image | None) -> None:
        """Clear what a superseded run has stored; `current` is the record as read after that.

        If another run is in progress, it claimed after this one, so it finds these outputs at its end.
        """
        if current is not None and not current.status.terminal:
            return
        published = published_keys(current)
        self._clear(image.id, current, [each for each in written if each.key not in published])

    def _stored(self, image: Image) -> list[StoredOutput]:
        return [
            output
            for prefix in keys.output_prefixes(image.id, image.key)
            for output in self.outputs.list(prefix)
            if keys.is_output_key(output.key, prefix)
        ]

    def _clear(self, image_id: str, image: Image | None, outputs: Sequence[StoredOutput]) -> bool:
        """Remove or retire outputs; return whether that was done with all of them."""
        if not outputs:
            return True
        if not must_go_at_once(image):
            self.retirement.retire(image_id, outputs)
            return True
        removed = outputs[:MAX_REMOVALS]
        self.outputs.remove(removed)
        return len(removed) == len(outputs)
