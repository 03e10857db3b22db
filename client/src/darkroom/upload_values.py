"""Sign what a form submits instead of an image's id.

The id of an image is part of its URLs, so it proves nothing. A signed value proves that this site has handed
out the form for the image, not long ago.
"""

import base64
import hmac
import time
from collections.abc import Callable

from darkroom.errors import DarkroomError

MAX_AGE_SECONDS = 86_400
_MIN_SECRET_LENGTH = 32


class InvalidUploadValue(DarkroomError):
    """The submitted value was not signed by this site, or it is too old: ask the visitor to upload again."""


class UploadValues:
    """Signs and checks the values of form fields.

    `secret` is a random text of at least 32 characters, the same in all processes of the site. `max_age` is
    the number of seconds that a visitor has to submit the form after choosing the file.
    """

    def __init__(
        self, secret: str, *, max_age: int = MAX_AGE_SECONDS, clock: Callable[[], float] = time.time
    ) -> None:
        if len(secret) < _MIN_SECRET_LENGTH:
            raise ValueError(f"The secret is too short. Use {_MIN_SECRET_LENGTH} random characters or more.")
        self._secret = secret.encode()
        self._max_age = max_age
        self._clock = clock

    def sign(self, image_id: str) -> str:
        """Return the value for the form, which begins with the image's id."""
        return self._signed(image_id, f"{int(self._clock()):x}")

    def image_id(self, value: str) -> str:
        """Return the id of the image whose value was submitted. Raises InvalidUploadValue."""
        image_id, _, rest = value.partition(":")
        created = rest.partition(":")[0]
        if not hmac.compare_digest(_encoded(self._signed(image_id, created)), _encoded(value)):
            raise InvalidUploadValue("The uploaded image is not valid. Upload it again.")
        if self._clock() - int(created, 16) > self._max_age:
            raise InvalidUploadValue("The uploaded image was not submitted in time. Upload it again.")
        return image_id

    def _signed(self, image_id: str, created: str) -> str:
        text = f"darkroom.upload:{image_id}:{created}"
        digest = hmac.digest(self._secret, _encoded(text), "sha256")
        return f"{image_id}:{created}:{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def _encoded(text: str) -> bytes:
    """Encode what a visitor has sent: JSON can contain lone surrogates, which UTF-8 cannot."""
    return text.encode("utf-8", "replace")
