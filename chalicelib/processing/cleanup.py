"""Use case: remove or retire the outputs that no record points to, and no others.

Each output is one stored object version. If another run writes the same key in the meantime, it creates a
new version, which this does not touch.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain import keys
from chalicelib.domain.on_demand.versions import current_versions
from chalicelib.domain.presets import Presets
from chalicelib.domain.retirement import must_go_at_once, published_keys
from chalicelib.models import Image, StoredOutput
from chalicelib.ports import Clock, ImageStore, OutputStorage, RunningRenderings
from chalicelib.processing.retirement import Retirement

# Outputs that are removed at once, in one request each. A deletion through the API cleans up at most three
# times, and API Gateway waits for 29 seconds. If there are more, the removal's event and sweeps continue.
MAX_REMOVALS = 200


class Cleanup(Struct, frozen=True, kw_only=True):
    """Clears outputs that superseded, crashed and earlier runs have left behind.

    Files of earlier versions that were rendered on demand never wait: their URLs lead to the current ones.
    """

    presets: Presets
    store: ImageStore
    outputs: OutputStorage
    retirement: Retirement
    renderings: RunningRenderings
    clock: Clock

    def finish(self, image: Image) -> Image:
        """Clear all outputs that this committed record does not point to; return the updated record.

        Outputs are listed before the revision is checked: if the revision still holds, no later run can
        have stored any of the listed outputs. Otherwise the run that claimed since cleans up when it has
        finalized. A record with concurrent claims stays `cleanup_pending` until the sweep: a run that
        claimed earlier can store its outputs after this listing, and crash before it removes them. So can a
        rendering on demand, unless all of them had ended before the listing.
        """
        if not image.cleanup_pending:
            return image
        is_rendering = self.renderings.may_run(image.id, self.clock())
        listed = self._stored(image)
        current = self.store.get(image.id)
        if current is None or current.revision != image.revision:
            return image
        all_cleared = self._clear(image.id, image, self._stale(image, listed))
        if not all_cleared:
            return image
        if must_go_at_once(image):
            self.retirement.forget(image.id)
        if image.has_concurrent_claims or is_rendering:
            return image
        clean = replace(image, cleanup_pending=False)
        self.store.finalize(clean)
        return clean

    def discard(self, image: Image, written: Sequence[StoredOutput]) -> None:
        """Remove at once what a run has stored for this committed record, which does not point to it.

        Nobody has got the URLs of such outputs, so they need not wait like those that were replaced.
        """
        published = published_keys(image)
        unpublished = [each for each in written if each.key not in published]
        if unpublished:
            self.outputs.remove(unpublished)

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

    def _stale(self, image: Image, listed: Sequence[StoredOutput]) -> Sequence[StoredOutput]:
        """Return the outputs that are neither published nor what requests for the current version lead to."""
        published = published_keys(image)
        on_demand = keys.rendition_prefix(image.id)
        current = tuple(f"{on_demand}{version}/" for version in current_versions(image, self.presets))
        return [each for each in listed if each.key not in published and not each.key.startswith(current)]

    def _clear(self, image_id: str, image: Image | None, outputs: Sequence[StoredOutput]) -> bool:
        """Remove or retire outputs; return whether that was done with all of them."""
        if must_go_at_once(image):
            return self._remove(outputs)
        on_demand = keys.rendition_prefix(image_id)
        replaced = [each for each in outputs if not each.key.startswith(on_demand)]
        if replaced:
            self.retirement.retire(image_id, replaced)
        return self._remove([each for each in outputs if each.key.startswith(on_demand)])

    def _remove(self, outputs: Sequence[StoredOutput]) -> bool:
        removed = outputs[:MAX_REMOVALS]
        if removed:
            self.outputs.remove(removed)
        return len(removed) == len(outputs)
