"""Use case: no output stays that no record points to, and none goes that one does.

Outputs are handled as exact stored versions. A key that another run writes again meanwhile gets a new
version, which nothing here touches.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.domain import keys
from chalicelib.models import Image, Status, StoredOutput
from chalicelib.ports import ImageStore, OutputStorage


@dataclass(frozen=True, kw_only=True)
class Cleanup:
    """Clears away what superseded, dead and earlier runs have left behind."""

    store: ImageStore
    outputs: OutputStorage

    def finish(self, image: Image) -> Image:
        """Clear all outputs but the ones that this finalized record points to, and note that it is done.

        Return the record as it is noted.

        Listed first, revision checked after: if it still holds, no later run can have stored any of
        what was listed. Otherwise the run that claimed since does the same when it has finalized.
        A record with concurrent claims stays in need of cleanup until the sweep: a run that claimed earlier
        can be slow, store its outputs after this listing, and die before it clears them away itself.
        """
        if not image.cleanup_pending:
            return image
        listed = self.outputs.list(f"{image.key}/")
        current = self.store.get(image.id)
        if current is None or current.revision != image.revision:
            return image
        published = _published_version(image)
        self._clear(image, [output for output in listed if _is_stale(output, image.key, published)])
        if image.has_concurrent_claims:
            return image
        clean = replace(image, cleanup_pending=False)
        self.store.finalize(clean)
        return clean

    def abandon(self, image: Image, written: Sequence[StoredOutput], current: Image | None) -> None:
        """Clear what a superseded run itself has stored; `current` is the record as read after that.

        A run under way has claimed after this one, so it finds these outputs when it finishes.
        """
        if current is not None and not current.status.terminal:
            return
        if current is None or _published_version(current) != _published_version(image):
            self._clear(current, written)

    def _clear(self, image: Image | None, outputs: Sequence[StoredOutput]) -> None:
        if not outputs:
            return
        if image is None or image.status is Status.DELETED:
            self.outputs.remove(outputs)
        else:
            # Pages out there may still show the version before: it goes with the lifecycle's daily run.
            self.outputs.retire(outputs)


def _published_version(image: Image) -> str | None:
    if image.status is not Status.READY or image.source is None or image.fingerprint is None:
        return None
    return keys.version(image.source, image.fingerprint)


def _is_stale(output: StoredOutput, source_key: str, published: str | None) -> bool:
    version = keys.output_version(output.key, source_key)
    return version is not None and version != published
