"""Perform flows with `httpx`, in asyncio and Trio."""

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import cache, partial
from ssl import SSLContext, SSLError
from typing import Self, TypeVar

import httpx
from anyio import sleep

from darkroom.clocks import AsyncClock
from darkroom.connection_errors import Problem, connection_failed, invalid_url
from darkroom.flows import Flow, Pause, Run, Send, Step
from darkroom.messages import CHUNK_BYTES, FIRST_CLIENT_ERROR, Request, Response, StreamedBody
from darkroom.threads import in_thread

T = TypeVar("T")

# Errors that a retry cannot fix.
_PERMANENT = (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.TooManyRedirects)


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

    async def _send(self, step: Send) -> Response:
        with _converted_errors(step.request.url):
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
        self._sent = 0

    def __aiter__(self) -> Self:
        """Start at the beginning."""
        self._chunks = iter(self._body)
        self._sent = 0
        return self

    async def __anext__(self) -> bytes:
        """Report the chunk before, and return the next one."""
        if self._sent:
            self._body.report(self._sent)
        chunk: bytes = await in_thread(partial(next, self._chunks, b""))
        if not chunk:
            raise StopAsyncIteration
        self._sent += len(chunk)
        return chunk


async def _content(response: httpx.Response, save: Callable[[bytes], object] | None) -> bytes:
    if save is None or response.status_code >= FIRST_CLIENT_ERROR:
        return await response.aread()
    async for chunk in response.aiter_bytes(CHUNK_BYTES):
        await in_thread(partial(save, chunk))
    return b""


@contextmanager
def _converted_errors(url: str) -> Iterator[None]:
    try:
        yield
    except _PERMANENT as error:
        raise invalid_url(url, error) from error
    except httpx.HTTPError as error:
        raise connection_failed(url, _problem(error)) from error


def _problem(error: httpx.HTTPError) -> Problem:
    if isinstance(error, httpx.ConnectError) and _has_cause(error, SSLError):
        return Problem.NOT_SECURE
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return Problem.UNREACHABLE
    return Problem.TIMEOUT if isinstance(error, httpx.TimeoutException) else Problem.LOST


def _has_cause(error: BaseException, kind: type[BaseException]) -> bool:
    cause = error.__cause__ or error.__context__
    return cause is not None and (isinstance(cause, kind) or _has_cause(cause, kind))
