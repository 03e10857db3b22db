"""Use case: let browsers read the status of one image, with a key instead of a token."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain import status_keys
from chalicelib.errors import InvalidStatusKey
from chalicelib.images.lookup import ImageLookup
from chalicelib.models import Image
from chalicelib.ports import Clock


@dataclass(frozen=True, kw_only=True)
class StatusAccess:
    """Signs and checks keys that are valid for `lifetime` seconds. `secret` returns the current secret.

    Another secret makes all keys invalid.
    """

    lookup: ImageLookup
    secret: Callable[[], bytes]
    lifetime: int
    clock: Clock

    def url(self, api_url: str, image: Image) -> str:
        """Return a URL with which a browser can read the status. Raises ServiceUnavailable."""
        return f"{api_url}/status/{image.id}?key={self.key(image)}"

    def key(self, image: Image) -> str:
        """Return a new key for the image, valid at least until its multipart upload ends, if it has one.

        Raises ServiceUnavailable.
        """
        expires_at = int(self.clock().timestamp()) + self.lifetime
        if image.multipart is not None:
            expires_at = max(expires_at, int(image.multipart.expires_at.timestamp()))
        return status_keys.sign(self.secret(), image.id, expires_at)

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
