"""Poll an image until it is ready, pausing for as long as the service asks."""

import random
from collections.abc import Callable

from darkroom.api import Api, image_path
from darkroom.errors import (
    ConnectionFailed,
    ImageFailed,
    NotFoundError,
    UnauthorizedError,
    UnavailableError,
    WaitTimeout,
)
from darkroom.flows import Flow, pause
from darkroom.image import Image
from darkroom.messages import Response, retry_after
from darkroom.models import Status
from darkroom.retry import pauses_only_if

# Used if the response has no `Retry-After`.
DEFAULT_PAUSE_SECONDS = 1.0
# Prevents a busy loop if the service sends `Retry-After: 0`.
MIN_PAUSE_SECONDS = 0.1


class ImageReader:
    """Reads an image by its status URL, for which the service need not check a token.

    Without such a URL, or once it does not lead to the image any more, it reads the image with the token.
    """

    def __init__(self, api: Api, image_id: str, status_url: str | None = None) -> None:
        self._api = api
        self._path = image_path(image_id)
        self._status_url = status_url

    def read(self) -> Flow[Response]:
        """Return the response with the image's document. Raises ApiError, ConnectionFailed."""
        if self._status_url is not None:
            try:
                return (yield from self._api.get_without_token(self._status_url))
            except (UnauthorizedError, NotFoundError, ConnectionFailed):
                # The service may not know the host or the path behind which it is reached.
                self._status_url = None
        return (yield from self._api.get(self._path))


def wait_until_ready(
    reader: ImageReader,
    timeout: float,
    monotonic: Callable[[], float],
    decode: Callable[[Response], Image],
    *,
    first_pause: float = 0,
) -> Flow[Image]:
    """Poll the image and return it once it is `ready`. Raises ImageFailed, WaitTimeout, NotFoundError.

    `first_pause` is the number of seconds until the first request.

    If the service is unavailable, or receives too many requests, this polls again until the timeout.
    `monotonic` returns the seconds since a fixed point in time.
    """
    deadline = monotonic() + timeout
    if (seconds := min(first_pause, timeout)) > 0:
        yield from pause(seconds)
    while True:
        try:
            with pauses_only_if(lambda seconds: monotonic() + seconds <= deadline):
                response = yield from reader.read()
        except UnavailableError as error:
            # The request has been retried a few times already.
            seconds = _spread(error.retry_after or DEFAULT_PAUSE_SECONDS)
            if monotonic() + seconds > deadline:
                raise
        else:
            image = decode(response)
            if _is_ready(image):
                return image
            if (remaining := deadline - monotonic()) <= 0:
                raise WaitTimeout(image, timeout)
            seconds = min(_requested_pause(response), remaining)
        yield from pause(seconds)


def _is_ready(image: Image) -> bool:
    """Return whether the image is ready. Raises ImageFailed if it never will be."""
    if image.status.terminal and image.status is not Status.READY:
        raise ImageFailed(image)
    return image.status.terminal


def _requested_pause(response: Response) -> float:
    requested = retry_after(response.headers)
    return DEFAULT_PAUSE_SECONDS if requested is None else max(requested, MIN_PAUSE_SECONDS)


def _spread(seconds: float) -> float:
    """Return a pause that is up to twice as long, so that callers do not all come back at the same time."""
    return seconds * random.uniform(1, 2)  # noqa: S311 - nothing depends on it being unpredictable
