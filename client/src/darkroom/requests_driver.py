"""Perform flows with `requests`, in the calling thread."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from threading import Event
from typing import TypeVar

import requests
import urllib3
from requests import exceptions
from requests.auth import AuthBase

from darkroom.clocks import Clock
from darkroom.connection_errors import Problem, connection_failed, invalid_url
from darkroom.flows import Flow, Pause, Run, Send, Step, Together
from darkroom.messages import CHUNK_BYTES, Response, StreamedBody
from darkroom.sessions import Sessions

T = TypeVar("T")

# Errors that a retry cannot fix.
_PERMANENT = (
    exceptions.InvalidURL,
    exceptions.MissingSchema,
    exceptions.InvalidSchema,
    exceptions.TooManyRedirects,
)


class RequestsDriver:
    """Performs flows in any thread. `timeout` is how long to wait for data from the server, in seconds.

    Once `stopped` is set, it performs no further step and sends no further chunk.
    """

    def __init__(
        self, sessions: Sessions, timeout: float, clock: Clock, stopped: Event | None = None
    ) -> None:
        self._sessions = sessions
        self._timeout = timeout
        self._clock = clock
        self._stopped = stopped or Event()

    def run(self, flow: Flow[T]) -> T:
        """Perform all steps of a flow and return its result."""
        try:
            step = next(flow)
            while True:
                try:
                    result = self._perform(step)
                except BaseException as error:  # noqa: BLE001 - the flow cleans up, and raises it again
                    step = flow.throw(error)
                else:
                    step = flow.send(result)
        except StopIteration as end:
            value: T = end.value
            return value

    def _perform(self, step: Step) -> object:
        _check(self._stopped)
        match step:
            case Send():
                return self._send(step)
            case Pause(seconds):
                self._clock.sleep(seconds)
                return None
            case Run(function):
                return function()
            case Together(flows, limit):
                self._perform_together(flows, limit)
                return None

    def _perform_together(self, flows: Sequence[Flow[None]], limit: int) -> None:
        stopped = Event()
        driver = RequestsDriver(self._sessions, self._timeout, self._clock, stopped)
        with ThreadPoolExecutor(limit, thread_name_prefix="darkroom") as pool:
            running = [pool.submit(driver.run, flow) for flow in flows]
            try:
                for future in as_completed(running):
                    future.result()
            except BaseException:
                stopped.set()
                pool.shutdown(cancel_futures=True)
                raise

    def _send(self, step: Send) -> Response:
        request, session = step.request, self._sessions.current()
        with (
            _converted_errors(request.url),
            session.request(
                *(request.method, request.url),
                headers=request.headers,
                data=self._data(request.body),
                auth=_BearerToken(request.token) if request.token else None,
                allow_redirects=request.follow_redirects,
                stream=True,
                timeout=self._timeout,
            ) as response,
        ):
            return Response(
                status=response.status_code,
                reason=response.reason,
                url=response.url,
                headers=response.headers,
                content=_content(response, step.save),
            )

    def _data(self, body: bytes | StreamedBody | None) -> "bytes | _ReportingBody | None":
        return body if body is None or isinstance(body, bytes) else _ReportingBody(body, self._stopped)


class _Stopped(Exception):
    """Another flow has failed, or the caller has given up."""


def _check(stopped: Event) -> None:
    if stopped.is_set():
        raise _Stopped


class _BearerToken(AuthBase):
    """Adds the bearer token to a request.

    Passed as `auth`, it takes precedence over ~/.netrc, and requests drops it on a redirect to another host.
    """

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Set the `Authorization` header."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class _ReportingBody:
    """A body that reports each chunk once it is sent."""

    def __init__(self, body: StreamedBody, stopped: Event) -> None:
        self._body = body
        self._stopped = stopped

    def __len__(self) -> int:
        return len(self._body)

    def __iter__(self) -> Iterator[bytes]:
        sent = 0
        for chunk in self._body:
            _check(self._stopped)
            yield chunk
            sent += len(chunk)
            self._body.report(sent)


def _content(response: requests.Response, save: Callable[[bytes], object] | None) -> bytes:
    if save is None or not response.ok:
        return response.content
    for chunk in response.iter_content(CHUNK_BYTES):
        save(chunk)
    return b""


@contextmanager
def _converted_errors(url: str) -> Iterator[None]:
    try:
        yield
    except _PERMANENT as error:
        raise invalid_url(url, error) from error
    except exceptions.RequestException as error:
        raise connection_failed(url, _problem(error)) from error


def _problem(error: exceptions.RequestException) -> Problem:
    if _never_connected(error):
        return Problem.UNREACHABLE
    if isinstance(error, exceptions.Timeout):
        return Problem.TIMEOUT
    return Problem.NOT_SECURE if isinstance(error, exceptions.SSLError) else Problem.LOST


def _never_connected(error: exceptions.RequestException) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, exceptions.ConnectTimeout) or isinstance(
        reason, urllib3.exceptions.NewConnectionError
    )
