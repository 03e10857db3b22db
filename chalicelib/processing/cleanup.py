"""Use case: remove the outputs that no record points to, and no others.

Each output is one stored object version. If another run writes the same key in the meantime, it creates a
new version, which this does not remove.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.domain import keys, transitions
from chalicelib.models import Image, Status, StoredOutput
from chalicelib.ports import ImageStore, OutputStorage

# Outputs that are removed at once, in one request each. A deletion through the API cleans up at most three
# times, and API Gateway waits for 29 seconds. If there are more, the removal's event and sweeps continue.
MAX_REMOVALS = 200


@dataclass(frozen=True, kw_only=True)
class Cleanup:
    """Removes outputs that superseded, crashed and earlier runs have left behind."""

    store: ImageStore
    outputs: OutputStorage

    def finish(self, image: Image) -> Image:
        """Remove all outputs that this committed record does not point to; return the updated record.

        Outputs are listed before the revision is checked: if the revision still holds, no later run can
        have stored any of the listed outputs. Otherwise the run that claimed since cleans up when it has
        finalized. A record with concurrent claims stays `cleanup_pending` until the sweep: a run that
        claimed earlier can store its outputs after this listing, and crash before it removes them.
        """
        if not image.cleanup_pending:
            return image
        listed = self.outputs.list(f"{image.key}/")
        current = self.store.get(image.id)
        if current is None or current.revision != image.revision:
            return image
        published = _published_version(image)
        stale = [output for output in listed if _is_stale(output, image.key, published)]
        all_cleared = self._clear(image, stale)
        if image.has_concurrent_claims or not all_cleared:
            return image
        clean = replace(image, cleanup_pending=False)
        self.store.finalize(clean)
        return clean

    def abandon(self, image: Image, written: Sequence[StoredOutput], current: Image | None) -> None:
        """Remove what a superseded run has stored; `current` is the record as read after that.

        If another run is in progress, it claimed after this one, so it finds these outputs at its end.
        """
        if current is not None and not current.status.terminal:
            return
        if current is None or _published_version(current) != _published_version(image):
            self._clear(current, written)

    def _clear(self, image: Image | None, outputs: Sequence[StoredOutput]) -> bool:
        """Remove or retire outputs; return whether that was done with all of them."""
        if not outputs:
            return True
        if image is None or _nobody_may_see_outputs(image):
            self.outputs.remove(outputs[:MAX_REMOVALS])
            return len(outputs) <= MAX_REMOVALS
        # Published pages may still show the previous version: the bucket's lifecycle removes it later.
        self.outputs.retire(outputs)
        return True


def _nobody_may_see_outputs(image: Image) -> bool:
    """Return whether earlier outputs must be removed now. Otherwise the CDN would cache them again."""
    return image.status is Status.DELETED or image.invalidation_pending or transitions.is_refused(image)


def _published_version(image: Image) -> str | None:
    if image.status is not Status.READY or image.source is None or image.fingerprint is None:
        return None
    return keys.version(image.source, image.fingerprint)


def _is_stale(output: StoredOutput, source_key: str, published: str | None) -> bool:
    version = keys.output_version(output.key, source_key)
    return version is not None and version != published
