"""Use case: re-render an image."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.access.quotas import Quotas
from chalicelib.errors import ConfigurationError
from chalicelib.images.lookup import ImageLookup
from chalicelib.models import Image, Status
from chalicelib.ports import Clock, ImageStore, SourceStorage


@dataclass(frozen=True, kw_only=True)
class Reprocess:
    """Requests a run for one image. `request_run` invokes the processing function asynchronously.

    `process_function` is the function's name, None if it is not configured.
    """

    process_function: str | None
    lookup: ImageLookup
    store: ImageStore
    sources: SourceStorage
    quotas: Quotas
    request_run: Callable[[str], object]
    clock: Clock

    def run(self, image_id: str, *, owner: str) -> Image:
        """Request a new rendering of the image, whatever its status.

        Raises ImageNotFound, ObjectNotFound, QuotaExceeded, ConfigurationError.
        """
        if self.process_function is None:
            raise ConfigurationError("PROCESS_FUNCTION is not set; set it to re-render images")
        image = self.lookup.get(image_id, owner=owner)
        # Without an object, the run would mark the image as deleted, although its form may still be used.
        source = self.sources.open(image.key).source
        self.quotas.charge_rendering(owner, max(source.size, sum(variant.size for variant in image.variants)))
        # Claim the record now, so that polling clients do not mistake the old outcome for the new one.
        claimed = self.store.claim(
            replace(image, status=Status.PROCESSING, execution=None, updated_at=self.clock()),
            is_attempt=False,
        )
        self.request_run(image.key)
        return claimed
