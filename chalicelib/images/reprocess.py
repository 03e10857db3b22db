"""Use case: re-render an image, optionally with other presets, focal point, box or rotation."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.access.quotas import Quotas
from chalicelib.domain import requested_edits
from chalicelib.domain.presets import Presets
from chalicelib.errors import ConfigurationError, ServiceUnavailable
from chalicelib.images.lookup import ImageLookup
from chalicelib.models import Image, ReprocessRequest, Status
from chalicelib.ports import Clock, ImageStore, SourceStorage

# Runs claim the record, too, and each claim makes another attempt necessary.
_TRIES = 5
_UNCHANGED = ReprocessRequest()


class Reprocess(Struct, frozen=True, kw_only=True):
    """Requests a run for one image. `request_run` invokes the processing function asynchronously.

    `process_function` is the function's name, None if it is not configured.
    """

    process_function: str | None
    presets: Presets
    lookup: ImageLookup
    store: ImageStore
    sources: SourceStorage
    quotas: Quotas
    request_run: Callable[[str], object]
    clock: Clock

    def run(self, image_id: str, request: ReprocessRequest = _UNCHANGED, *, owner: str) -> Image:
        """Request a new rendering of the image, whatever its status, with what the request changes.

        Raises ImageNotFound, UnknownPreset, InvalidField, ObjectNotFound, QuotaExceeded, ConfigurationError,
        and ServiceUnavailable if other requests change the record again and again.
        """
        if self.process_function is None:
            raise ConfigurationError("PROCESS_FUNCTION is not set; set it to re-render images")
        image = self.lookup.get(image_id, owner=owner)
        edited = requested_edits.edited(image, request, self.presets)
        # Without an object, the run would mark the image as deleted, although its form may still be used.
        source = self.sources.open(image.key).source
        self.quotas.charge_rendering(owner, max(source.size, sum(variant.size for variant in image.variants)))
        claimed = self._claim(edited, request)
        self.request_run(image.key)
        return claimed

    def _claim(self, edited: Image, request: ReprocessRequest) -> Image:
        """Claim the record now, so that polling clients do not mistake the old outcome for the new one."""
        for _ in range(_TRIES):
            claimed = self.store.claim_edited(
                replace(edited, status=Status.PROCESSING, execution=None, updated_at=self.clock())
            )
            if claimed is not None:
                return claimed
            # Another request can have changed the presets: apply this one to what it has written.
            current = self.lookup.get(edited.id, owner=edited.owner)
            edited = requested_edits.edited(current, request, self.presets)
        raise ServiceUnavailable("Other requests change the record too often to claim it")
