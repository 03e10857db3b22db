"""Poll an image until it is ready, pausing for as long as the service asks."""

import random
from collections.abc import Callable
from typing import Protocol

import requests

from darkroom.api import Api
from darkroom.errors import ImageFailed, UnavailableError, WaitTimeout
from darkroom.image import Image
from darkroom.models import Status
from darkroom.transport import retry_after

# Used if the response has no `Retry-After`.
DEFAULT_PAUSE_SECONDS = 1.0
# Prevents a busy loop if the service sends `Retry-After: 0`.
MIN_PAUSE_SECONDS = 0.1


class Clock(Protocol):
    """Tells the time and sleeps, like Python's `time` module."""

    def monotonic(self) -> float:
        """Return the seconds since a fixed point in time."""
        ...

    def sleep(self, seconds: float, /) -> None:
        """Wait for this many seconds."""
        ...


def wait_until_ready(
    api: Api, path: str, timeout: float, clock: Clock, decode: Callable[[requests.Response], Image]
) -> Image:
    """Poll the image and return it once it is `ready`. Raises ImageFailed, WaitTimeout, NotFoundError.

    If the service is unavailable, or receives too many requests, this polls again until the timeout.
    """
    deadline = clock.monotonic() + timeout
    while True:
        try:
            response = api.get(path)
        except UnavailableError as error:
            # The request has been retried a few times already.
            pause = _spread(error.retry_after or DEFAULT_PAUSE_SECONDS)
            if clock.monotonic() + pause > deadline:
                raise
            clock.sleep(pause)
            continue
        image = decode(response)
        if image.status is Status.READY:
            return image
        if image.status.terminal:
            raise ImageFailed(image)
        remaining = deadline - clock.monotonic()
        if remaining <= 0:
            raise WaitTimeout(image, timeout)
        requested = retry_after(response.headers)
        pause = DEFAULT_PAUSE_SECONDS if requested is None else max(requested, MIN_PAUSE_SECONDS)
        clock.sleep(min(pause, remaining))


def _spread(seconds: float) -> float:
    """Return a pause that is up to twice as long, so that callers do not all come back at the same time."""
    return seconds * random.uniform(1, 2)  # noqa: S311 - nothing depends on it being unpredictable
