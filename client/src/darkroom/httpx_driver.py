"""Perform flows with `httpx`, in asyncio and Trio."""

import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from functools import cache, partial
from itertools import islice
from ssl import SSLContext
from typing import Self, TypeVar

import httpx
from anyio import create_task_group, sleep

from darkroom.clocks import AsyncClock
from darkroom.flows import Flow, Pause, Run, Send, Step, Together
from darkroom.httpx_errors import converted_errors
from darkroom.messages import CHUNK_BYTES, FIRST_CLIENT_ERROR, Request, Response, StreamedBody
from darkroom.threads import in_thread

T = TypeVar("T")

# A change of threads takes longer than reading or writing 64 KiB.
_CHUNKS_PER_THREAD = 8


class SystemClock:
    """The clock of the running system."""

    def monotonic(self) -> float:
        """Return the seconds since a fixed point in time."""
        return time.monotonic()

    async def sleep(self, seconds: float, /) -> None:
        """Wait for this many seconds."""
        await sleep(seconds)


class HttpxDriver:
    """Performs flows without blocking the event loop: files are read and written in threads.

    `timeout` is how long to wait for data from the server, in seconds.
    """

    def __init__(self, client: httpx.AsyncClient | None, timeout: float, clock: AsyncClock | None) -> None:
        self._client = client or httpx.AsyncClient(verify=_trusted_certificates())
        self._own = client is None
        self.clock = clock or SystemClock()
        # Waiting for one of the client's own connections is no fault of the server.
        self._timeout = httpx.Timeout(timeout, pool=None)

    async def close(self) -> None:
        """Close the client's connections, unless the caller owns the client."""
        if self._own:
            await self._client.aclose()

    async def run(self, flow: Flow[T]) -> T:
        """Perform all steps of a flow and return its result."""
        try:
            step = next(flow)
            while True:
                try:
                    result = await self._perform(step)
                except BaseException as error:  # noqa: BLE001 - the flow cleans up, and raises it again
                    step = flow.throw(error)
                else:
                    step = flow.send(result)
        except StopIteration as end:
            value: T = end.value
            return value

    async def _perform(self, step: Step) -> object:
        match step:
            case Send():
                return await self._send(step)
            case Pause(seconds):
                await self.clock.sleep(seconds)
                return None
            case Run(function):
                return await in_thread(function)
            case Together(flows, limit):
                await self._perform_together(iter(flows), limit)
                return None

    async def _perform_together(self, flows: Iterator[Flow[None]], limit: int) -> None:
        errors: list[Exception] = []

        async def perform() -> None:
            try:
                for flow in flows:  # the tasks share the iterator
                    await self.run(flow)
            except Exception as error:  # noqa: BLE001 - raised below, outside of the group
                errors.append(error)
                group.cancel_scope.cancel()

        async with create_task_group() as group:
            for _ in range(limit):
                group.start_soon(perform)
        if errors:
            raise errors[0]

    async def _send(self, step: Send) -> Response:
        with converted_errors(step.request.url):
            response = await self._client.send(
                self._built(step.request),
                auth=_BearerToken(step.request.token) if step.request.token else httpx.USE_CLIENT_DEFAULT,
                follow_redirects=step.request.follow_redirects,
                stream=True,
            )
            try:
                return Response(
                    status=response.status_code,
                    reason=response.reason_phrase,
                    url=str(response.url),
                    headers=response.headers,
                    content=await _content(response, step.save),
                )
            finally:
                await response.aclose()

    def _built(self, request: Request) -> httpx.Request:
        body = request.body
        content = body if isinstance(body, bytes) else None
        built = self._client.build_request(
            request.method, request.url, headers=request.headers, content=content, timeout=self._timeout
        )
        if not (body is None or isinstance(body, bytes)):
            # As `content`, it would be wrapped in an asynchronous generator, which Trio cannot clean up.
            built.stream = _ReportingBody(body)
            built.headers["Content-Length"] = str(len(body))
        return built


@cache
def _trusted_certificates() -> SSLContext:
    """Return what httpx uses by default. It takes longer to create than everything else in a client."""
    return httpx.create_ssl_context()


class _BearerToken(httpx.Auth):
    """Adds the bearer token to a request; httpx drops it on a redirect to another host."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Set the `Authorization` header."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class _ReportingBody(httpx.AsyncByteStream):
    """A body that is read in threads and reports each chunk once it is sent."""

    def __init__(self, body: StreamedBody) -> None:
        self._body = body
        self._chunks = iter(body)
        self._read: deque[bytes] = deque()
        self._sent = 0

    def __aiter__(self) -> Self:
        """Start at the beginning."""
        self._chunks = iter(self._body)
        self._read.clear()
        self._sent = 0
        return self

    async def __anext__(self) -> bytes:
        """Report the chunk before, and return the next one."""
        if self._sent:
            self._body.report(self._sent)
        if not self._read:
            self._read.extend(await in_thread(lambda: list(islice(self._chunks, _CHUNKS_PER_THREAD))))
        if not self._read:
            raise StopAsyncIteration
        chunk = self._read.popleft()
        self._sent += len(chunk)
        return chunk


async def _content(response: httpx.Response, save: Callable[[bytes], object] | None) -> bytes:
    if save is None or response.status_code >= FIRST_CLIENT_ERROR:
        return await response.aread()
    async for chunk in response.aiter_bytes(CHUNK_BYTES * _CHUNKS_PER_THREAD):
        await in_thread(partial(save, chunk))
    return b""
