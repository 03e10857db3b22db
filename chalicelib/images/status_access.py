"""Use case: let browsers read the status of one image, with a key instead of a token."""

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.domain import status_keys
from chalicelib.errors import InvalidStatusKey
from chalicelib.images.lookup import ImageLookup
from chalicelib.models import Image
from chalicelib.ports import Clock


class StatusAccess(Struct, frozen=True, kw_only=True):
    """Signs and checks keys that are valid for `lifetime` seconds. `secret` returns the current secret.

    Another secret makes all keys invalid.
    """

    lookup: ImageLookup
    secret: Callable[[], bytes]
    lifetime: int
    clock: Clock

    def prepare(self) -> None:
        """Read the secret, so that this cannot fail once an image is created. Raises ServiceUnavailable."""
        self.secret()

    def url(self, api_url: str, image: Image) -> str:
        """Return a URL for the status that is valid until the image's multipart upload ends, if not longer.

        Raises ServiceUnavailable.
        """
        until = image.multipart.expires_at if image.multipart is not None else None
        return f"{api_url}/status/{image.id}?key={self.key(image.id, until)}"

    def key(self, image_id: str, until: datetime | None = None) -> str:
        """Return a new key for the image, valid at least `until` then. Raises ServiceUnavailable."""
        expires_at = self.clock() + timedelta(seconds=self.lifetime)
        latest = expires_at if until is None else max(expires_at, until)
        return status_keys.sign(self.secret(), image_id, int(latest.timestamp()))

    def read(self, image_id: str, key: str) -> Image:
        """Return the image as it is shown. Nothing but the secret is read before the key is checked.

        Raises InvalidStatusKey, ImageErased, ImageNotFound, ServiceUnavailable.
        """
        self.check(image_id, key)
        return self.lookup.read_any(image_id)

    def check(self, image_id: str, key: str) -> None:
        """Check the key, which may be missing, malformed, expired, or that of another image.

        The error is always the same, so that it reveals nothing. Raises InvalidStatusKey, ServiceUnavailable.
        """
        if not status_keys.is_valid(self.secret, image_id, key, self.clock()):
            raise InvalidStatusKey("The key is not valid for this image, or it has expired.")
