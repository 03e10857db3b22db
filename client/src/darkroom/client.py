"""The client for the Darkroom API."""

import os
import time
from collections.abc import Callable, Iterator
from typing import Concatenate, ParamSpec, Self, TypeVar

import requests

from darkroom.api import Api
from darkroom.binding import described_as, result_of
from darkroom.clocks import Clock
from darkroom.flows import Flow
from darkroom.image import Image
from darkroom.listing import Listing
from darkroom.methods import Methods
from darkroom.requests_driver import RequestsDriver
from darkroom.sessions import Sessions
from darkroom.urls import UrlBuilder

P = ParamSpec("P")
T = TypeVar("T")

TIMEOUT_SECONDS = 30.0


def _blocking(
    method: Callable[Concatenate[Methods, P], Flow[T]],
) -> Callable[Concatenate["Client", P], T]:
    @described_as(method, returns=result_of)
    def call(client: "Client", /, *args: P.args, **kwargs: P.kwargs) -> T:
        return client._driver.run(method(client._methods, *args, **kwargs))  # noqa: SLF001 - it is a method

    return call


def _iterating(
    method: Callable[Concatenate[Methods, P], Listing],
) -> Callable[Concatenate["Client", P], Iterator[Image]]:
    @described_as(method, returns=lambda _: Iterator[Image])
    def call(client: "Client", /, *args: P.args, **kwargs: P.kwargs) -> Iterator[Image]:
        return client._images(method(client._methods, *args, **kwargs))  # noqa: SLF001 - it is a method

    return call


class Client(UrlBuilder):
    """Connects to one Darkroom service. Threads can share a client; each gets its own connections.

    `timeout` is the number of seconds to wait for the service to send data. Pass your own `session` to
    configure proxies or certificates. All threads then share it, although requests does not guarantee that
    this is safe, and you must close it yourself. `signing_key` signs URLs of variants on demand; without it,
    the environment variable DARKROOM_SIGNING_KEY does.
    Every method may raise ConnectionFailed, ApiError and InvalidResponse, in addition to the errors it lists.
    """

    def __init__(
        self,
        base_url: str,
        token: str | None = None,
        *,
        session: requests.Session | None = None,
        timeout: float = TIMEOUT_SECONDS,
        clock: Clock = time,
        signing_key: str | None = None,
    ) -> None:
        super().__init__(signing_key or os.environ.get("DARKROOM_SIGNING_KEY"))
        self._sessions = Sessions(session)
        self._driver = RequestsDriver(self._sessions, timeout, clock)
        self._methods = Methods(Api(base_url, token), clock.monotonic, self.wait)

    def __enter__(self) -> Self:
        """Return the client itself; leaving the block closes its connections."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the client's connections."""
        self.close()

    def close(self) -> None:
        """Close the client's own connections, but not a session that you passed in."""
        self._sessions.close()

    upload = _blocking(Methods.upload)
    resume_upload = _blocking(Methods.resume_upload)
    create_upload = _blocking(Methods.create_upload)
    parts = _blocking(Methods.parts)
    complete_upload = _blocking(Methods.complete_upload)
    get = _blocking(Methods.get)
    list = _iterating(Methods.list)
    wait = _blocking(Methods.wait)
    reprocess = _blocking(Methods.reprocess)
    update = _blocking(Methods.update)
    download = _blocking(Methods.download)
    delete = _blocking(Methods.delete)
    presets = _blocking(Methods.presets)
    rendition_url = _blocking(Methods.rendition_url)

    def _images(self, listing: Listing) -> Iterator[Image]:
        while not listing.complete:
            yield from self._driver.run(listing.next_page())
