"""Use case: render an image again."""

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

    Without `process_function`, its name, there is nothing to invoke.
    """

    process_function: str | None
    lookup: ImageLookup
    store: ImageStore
    sources: SourceStorage
    quotas: Quotas
    request_run: Callable[[str], object]
    clock: Clock

    def run(self, image_id: str, *, owner: str) -> Image:
        """Have the image rendered anew, whatever came of it before.

        Raises ImageNotFound, ObjectNotFound, QuotaExceeded, ConfigurationError.
        """
        if self.process_function is None:
            raise ConfigurationError("PROCESS_FUNCTION is not set; reprocess needs it")
        image = self.lookup.get(image_id, owner=owner)
        # A run without an object would end as deleted, and the form may still be used.
        source = self.sources.open(image.key).source
        self.quotas.charge_rendering(owner, source.size)
        # Claimed here, so that nobody who polls takes the old outcome for the new one.
        claimed = self.store.claim(
            replace(image, status=Status.PROCESSING, execution=None, updated_at=self.clock())
        )
        self.request_run(image.key)
        return claimed
