"""Both clients behind one blocking interface, so that the same tests judge them."""

import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Self, cast

from anyio.from_thread import BlockingPortal, start_blocking_portal
from darkroom import AsyncClient, Client

from tests.unit.client.clocks import FakeClock

KINDS = ("Client", "AsyncClient")

Connect = Callable[..., Client]


class AsyncFakeClock:
    """A fake clock for AsyncClient, which shares its time with another one."""

    def __init__(self, clock: FakeClock) -> None:
        self.monotonic = clock.monotonic
        self._sleep = clock.sleep

    async def sleep(self, seconds: float, /) -> None:
        self._sleep(seconds)


class BlockingClient:
    """Calls an AsyncClient in the event loop of another thread."""

    def __init__(self, client: AsyncClient, portal: BlockingPortal) -> None:
        self._client = client
        self._portal = portal

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._client, name)
        if inspect.iscoroutinefunction(member):
            return lambda *args, **options: self._portal.call(partial(member, *args, **options))
        if name == "list":
            return lambda **options: self._iterate(member(**options))
        return member

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._portal.call(self._client.close)

    def _iterate(self, images: AsyncIterator[Any]) -> Iterator[Any]:
        end = object()
        while (image := self._portal.call(anext, images, end)) is not end:
            yield image


@contextmanager
def connecting(kind: str, clock: FakeClock) -> Iterator[Connect]:
    """Yield a function that creates clients of one kind."""
    if kind == "Client":
        yield lambda url, token=None, **options: Client(url, token, clock=clock, **options)
        return
    with start_blocking_portal() as portal:

        def connect(url: str, token: str | None = None, **options: Any) -> Client:
            client = AsyncClient(url, token, clock=AsyncFakeClock(clock), **options)
            return cast("Client", BlockingClient(client, portal))

        yield connect
