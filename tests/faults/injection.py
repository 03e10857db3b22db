"""Inject faults into AWS calls, between botocore and the network."""

import io
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from botocore.httpsession import URLLib3Session
from urllib3 import HTTPResponse

SLOWNESS = 0.05
"""Seconds. Short, because only the order of events matters."""


class Fault(Enum):
    """What can go wrong with a call."""

    THROTTLE = "throttle"
    ERROR_500 = "500"
    TIMEOUT = "timeout"
    RESET = "reset"
    FORBIDDEN = "403"
    MISSING = "404"
    SLOW = "slow"
    HANG = "hang"
    TRUNCATED = "truncated"


class When(Enum):
    """Whether the fault happens before or after the call takes effect."""

    BEFORE = "before"
    AFTER = "after"


_ERROR_RESPONSES = {
    ("s3", Fault.THROTTLE): (503, "SlowDown"),
    ("dynamodb", Fault.THROTTLE): (400, "ThrottlingException"),
    ("s3", Fault.ERROR_500): (500, "InternalError"),
    ("dynamodb", Fault.ERROR_500): (500, "InternalServerError"),
    ("s3", Fault.FORBIDDEN): (403, "AccessDenied"),
    ("dynamodb", Fault.FORBIDDEN): (400, "AccessDeniedException"),
    ("s3", Fault.MISSING): (404, "NoSuchKey"),
    ("dynamodb", Fault.MISSING): (400, "ResourceNotFoundException"),
}


@dataclass
class Injector:
    """Records the calls of boto3 clients, and makes one of them, or all calls of one operation, fail."""

    calls: list[str] = field(default_factory=list)
    _is_target: Callable[[int, str], bool] = lambda _position, _operation: False
    _fault: Fault = Fault.SLOW
    _when: When = When.BEFORE
    _network: URLLib3Session = field(default_factory=URLLib3Session)

    def attach(self, client: Any) -> None:
        """Intercept the requests of a client."""
        service = client.meta.service_model.service_name

        def before_send(request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse | None:
            return self._intercept(service, event_name.rpartition(".")[2], request)

        client.meta.events.register(f"before-send.{service}", before_send)

    def reset(self) -> None:
        """Stop injecting faults, and forget all recorded calls."""
        self.calls.clear()
        self._is_target = lambda _position, _operation: False

    def fail_call(self, position: int, fault: Fault, when: When) -> None:
        """Inject a fault into the call at this position, counted from now on."""
        self.calls.clear()
        self._is_target = lambda here, _: here == position
        self._fault, self._when = fault, when

    def fail_operation(self, name: str, fault: Fault) -> None:
        """Inject a fault into every call of an operation."""
        self.calls.clear()
        self._is_target = lambda _, operation: operation == name
        self._fault, self._when = fault, When.BEFORE

    def _intercept(self, service: str, operation: str, request: AWSPreparedRequest) -> AWSResponse | None:
        self.calls.append(operation)
        if not self._is_target(len(self.calls) - 1, operation):
            return None
        if self._fault is Fault.TRUNCATED and request.stream_output:
            return _truncated(self._network.send(request), self._when)
        if self._fault is Fault.SLOW:
            # The call succeeds, only later.
            time.sleep(SLOWNESS)
            return None
        if self._fault is Fault.HANG:
            # Only the end of the process ends it.
            threading.Event().wait()
        if self._when is When.AFTER:
            # Reading the whole response releases the connection.
            _ = self._network.send(request).content
        return self._fail(service, request)

    def _fail(self, service: str, request: AWSPreparedRequest) -> AWSResponse:
        match self._fault:
            case Fault.TIMEOUT:
                raise ReadTimeoutError(endpoint_url=request.url)
            case Fault.RESET | Fault.TRUNCATED:
                # botocore reads the body at once if it is not streamed, and raises this if it is truncated.
                raise ConnectionClosedError(endpoint_url=request.url)
            case fault:
                return _error_response(request, service, *_ERROR_RESPONSES[service, fault])


def _error_response(request: AWSPreparedRequest, service: str, status: int, code: str) -> AWSResponse:
    if service == "dynamodb":
        body = f'{{"__type": "com.amazonaws.dynamodb.v20120810#{code}", "message": "injected"}}'
    else:
        body = f"<Error><Code>{code}</Code><Message>injected</Message></Error>"
    return _response(request.url, status, body.encode(), len(body))


def _truncated(response: AWSResponse, when: When) -> AWSResponse:
    """Return the response with half of its body or none, but with the original headers."""
    content = response.content
    kept = content[: len(content) // 2] if when is When.AFTER else b""
    return _response(response.url, response.status_code, kept, len(content), dict(response.headers))


def _response(
    url: str, status: int, body: bytes, length: int, headers: dict[str, str] | None = None
) -> AWSResponse:
    headers = {**(headers or {}), "Content-Length": str(length)}
    raw = HTTPResponse(io.BytesIO(body), headers=headers, status=status, preload_content=False)
    http_headers = HTTPHeaders()
    for name, value in headers.items():
        http_headers[name] = value
    return AWSResponse(url, status, http_headers, raw)
