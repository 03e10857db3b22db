"""Perform flows with `requests`, in the calling thread."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import requests
import urllib3
from requests import exceptions
from requests.auth import AuthBase

from darkroom.clocks import Clock
from darkroom.connection_errors import Problem, connection_failed, invalid_url
from darkroom.flows import Flow, Pause, Run, Send, Step
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
    """Performs flows in any thread. `timeout` is how long to wait for data from the server, in seconds."""

    def __init__(self, sessions: Sessions, timeout: float, clock: Clock) -> None:
        self._sessions = sessions
        self._timeout = timeout
        self._clock = clock

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
        match step:
            case Send():
                return self._send(step)
            case Pause(seconds):
                self._clock.sleep(seconds)
                return None
            case Run(function):
                return function()

    def _send(self, step: Send) -> Response:
        request = step.request
        body = request.body
        with (
            _converted_errors(request.url),
            self._sessions.current().request(
                request.method,
                request.url,
                headers=request.headers,
                data=body if body is None or isinstance(body, bytes) else _ReportingBody(body),
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

    def __init__(self, body: StreamedBody) -> None:
        self._body = body

    def __len__(self) -> int:
        return len(self._body)

    def __iter__(self) -> Iterator[bytes]:
        sent = 0
        for chunk in self._body:
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
