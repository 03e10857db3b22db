"""The asynchronous client for the Darkroom API."""

import os
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self, TypeVar

from darkroom.api import Api
from darkroom.binding import described_as, result_of
from darkroom.client import TIMEOUT_SECONDS
from darkroom.clocks import AsyncClock
from darkroom.flows import Flow
from darkroom.image import Image
from darkroom.listing import Listing
from darkroom.methods import Methods
from darkroom.urls import UrlBuilder

if TYPE_CHECKING:
    import httpx

    from darkroom.httpx_driver import HttpxDriver

P = ParamSpec("P")
T = TypeVar("T")


def _awaiting(
    method: Callable[Concatenate[Methods, P], Flow[T]],
) -> Callable[Concatenate["AsyncClient", P], Coroutine[Any, Any, T]]:
    @described_as(method, returns=result_of)
    async def call(client: "AsyncClient", /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await client._driver.run(method(client._methods, *args, **kwargs))  # noqa: SLF001 - a method

    return call


def _iterating(
    method: Callable[Concatenate[Methods, P], Listing],
) -> Callable[Concatenate["AsyncClient", P], AsyncIterator[Image]]:
    @described_as(method, returns=lambda _: AsyncIterator[Image])
    def call(client: "AsyncClient", /, *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[Image]:
        return client._images(method(client._methods, *args, **kwargs))  # noqa: SLF001 - it is a method

    return call


class AsyncClient(UrlBuilder):
    """Connects to one Darkroom service from asyncio or Trio. It has the methods of `Client`.

    Tasks can share a client, and with it the connections. Use `async with`, or await `close`. `list` returns
    an asynchronous iterator. `url` and `srcset` need no `await`. Images have no method `wait`: use the
    client's. The other arguments and errors are as for `Client`.

    Pass your own `client`, an `httpx.AsyncClient`, to configure proxies or certificates; you must close it
    yourself. Raises ImportError unless the extra `darkroom[async]` is installed.
    """

    def __init__(
        self,
        base_url: str,
        token: str | None = None,
        *,
        client: "httpx.AsyncClient | None" = None,
        timeout: float = TIMEOUT_SECONDS,
        clock: AsyncClock | None = None,
        signing_key: str | None = None,
    ) -> None:
        super().__init__(signing_key or os.environ.get("DARKROOM_SIGNING_KEY"))
        api = Api(base_url, token)
        self._driver = _create_driver(client, timeout, clock)
        self._methods = Methods(api, self._driver.clock.monotonic, wait=None)

    async def __aenter__(self) -> Self:
        """Return the client itself; leaving the block closes its connections."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the client's connections."""
        await self.close()

    async def close(self) -> None:
        """Close the client's own connections, but not a client that you passed in."""
        await self._driver.close()

    upload = _awaiting(Methods.upload)
    resume_upload = _awaiting(Methods.resume_upload)
    create_upload = _awaiting(Methods.create_upload)
    parts = _awaiting(Methods.parts)
    complete_upload = _awaiting(Methods.complete_upload)
    get = _awaiting(Methods.get)
    list = _iterating(Methods.list)
    wait = _awaiting(Methods.wait)
    reprocess = _awaiting(Methods.reprocess)
    update = _awaiting(Methods.update)
    download = _awaiting(Methods.download)
    delete = _awaiting(Methods.delete)
    presets = _awaiting(Methods.presets)
    rendition_url = _awaiting(Methods.rendition_url)

    async def _images(self, listing: Listing) -> AsyncIterator[Image]:
        while not listing.complete:
            for image in await self._driver.run(listing.next_page()):
                yield image


def _create_driver(
    client: "httpx.AsyncClient | None", timeout: float, clock: AsyncClock | None
) -> "HttpxDriver":
    try:
        # Most programs use one client. This import takes longer than that of all other modules.
        from darkroom.httpx_driver import HttpxDriver  # noqa: PLC0415
    except ImportError as error:
        message = "AsyncClient needs httpx. Install it with: pip install 'darkroom[async]'"
        raise ImportError(message) from error
    return HttpxDriver(client, timeout, clock)
