"""Use case: tell from the record of an upload form that it has expired without being used.

Nothing else happens to unused forms, so that they cost nothing: the table deletes their records later. If the
file did arrive, its event was lost or is late. This is noticed when the image is read.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain import transitions
from chalicelib.errors import ObjectNotFound
from chalicelib.models import Image, Status
from chalicelib.ports import Clock, ImageStore, SourceStorage


class FormExpiry(Struct, frozen=True, kw_only=True):
    """Shows expired forms as failed. `form_lifetime` is in seconds.

    `request_run` invokes the processing function asynchronously. An event that is older than `stuck_after` is
    considered lost.
    """

    form_lifetime: int
    stuck_after: timedelta
    store: ImageStore
    sources: SourceStorage
    request_run: Callable[[str], object]
    clock: Clock

    def shown(self, image: Image) -> Image:
        """Return the record as it is shown to its owner. Makes no request."""
        expires_at = self._expires_at(image)
        if image.status is not Status.PENDING or self.clock() < expires_at:
            return image
        return transitions.expired(image, at=expires_at)

    def checked(self, image: Image) -> Image:
        """Return the record as it is shown, after looking for the file if its form has expired.

        If there is a file, a run is requested, at most once: the claim changes the status.
        Raises ServiceUnavailable.
        """
        shown = self.shown(image)
        if shown is image:
            return image
        try:
            arrived = self.sources.open(image.key).last_modified or image.created_at
        except ObjectNotFound:
            return shown
        now = self.clock()
        if now < arrived + self.stuck_after:
            return image
        claimed = self.store.claim(
            replace(image, status=Status.PROCESSING, execution=None, updated_at=now), is_attempt=False
        )
        self.request_run(image.key)
        return claimed

    def _expires_at(self, image: Image) -> datetime:
        if image.multipart is not None:
            return image.multipart.expires_at
        return image.created_at + timedelta(seconds=self.form_lifetime)
