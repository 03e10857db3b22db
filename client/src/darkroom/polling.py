"""Waiting for an image: look, pause as long as the service asks, look again."""

from typing import Protocol

from darkroom.api import Api, parsed
from darkroom.errors import ImageFailed, WaitTimeout
from darkroom.models import Image, Status
from darkroom.transport import retry_after

# Where the service does not say how long to pause.
USUAL_PAUSE_SECONDS = 1.0
# Keeps an answer of `Retry-After: 0` from becoming a busy loop.
SHORTEST_PAUSE_SECONDS = 0.1


class Clock(Protocol):
    """Tells seconds and lets them pass; Python's `time` module is one."""

    def monotonic(self) -> float:
        """Return seconds since some fixed moment."""
        ...

    def sleep(self, seconds: float, /) -> None:
        """Return after this many seconds."""
        ...


def wait_until_ready(api: Api, path: str, timeout: float, clock: Clock) -> Image:
    """Return the image once it is `ready`. Raises ImageFailed, WaitTimeout, NotFoundError."""
    deadline = clock.monotonic() + timeout
    while True:
        answer = api.get(path)
        image = parsed(answer, Image)
        if image.status is Status.READY:
            return image
        if image.status.terminal:
            raise ImageFailed(image)
        left = deadline - clock.monotonic()
        if left <= 0:
            raise WaitTimeout(image, timeout)
        asked = retry_after(answer.headers)
        pause = USUAL_PAUSE_SECONDS if asked is None else max(asked, SHORTEST_PAUSE_SECONDS)
        clock.sleep(min(pause, left))
