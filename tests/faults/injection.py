"""Faults in AWS calls, injected between botocore and the network: one call of a client meets one fault."""

import io
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
"""Seconds; what matters is the order of things, not how long they take."""


class Fault(Enum):
    """What can go wrong with a call."""

    THROTTLE = "throttle"
    ERROR_500 = "500"
    TIMEOUT = "timeout"
    RESET = "reset"
    FORBIDDEN = "403"
    MISSING = "404"
    SLOW = "slow"
    TRUNCATED = "truncated"


class When(Enum):
    """Whether the call takes effect before its fault shows."""

    BEFORE = "before"
    AFTER = "after"


_REFUSALS = {
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
    """Counts the requests of a boto3 client, and lets one of them, or a kind of them, fail."""

    calls: list[str] = field(default_factory=list)
    _is_hit: Callable[[int, str], bool] = lambda _position, _operation: False
    _fault: Fault = Fault.SLOW
    _when: When = When.BEFORE
    _network: URLLib3Session = field(default_factory=URLLib3Session)

    def attach(self, client: Any) -> None:
        """Stand between a client and the network."""
        service = client.meta.service_model.service_name

        def before_send(request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse | None:
            return self._meet(service, event_name.rpartition(".")[2], request)

        client.meta.events.register(f"before-send.{service}", before_send)

    def rest(self) -> None:
        """Let everything pass, and count anew."""
        self.calls.clear()
        self._is_hit = lambda _position, _operation: False

    def hit_call(self, position: int, fault: Fault, when: When) -> None:
        """Let the call at this position, counted from now on, meet a fault."""
        self.calls.clear()
        self._is_hit = lambda here, _: here == position
        self._fault, self._when = fault, when

    def hit_operation(self, name: str, fault: Fault) -> None:
        """Let every call of an operation meet a fault."""
        self.calls.clear()
        self._is_hit = lambda _, operation: operation == name
        self._fault, self._when = fault, When.BEFORE

    def _meet(self, service: str, operation: str, request: AWSPreparedRequest) -> AWSResponse | None:
        self.calls.append(operation)
        if not self._is_hit(len(self.calls) - 1, operation):
            return None
        if self._fault is Fault.TRUNCATED and request.stream_output:
            return _cut(self._network.send(request), self._when)
        if self._fault is Fault.SLOW:
            # Nothing is lost: the request, or its answer, is only late.
            time.sleep(SLOWNESS)
            return None
        if self._when is When.AFTER:
            # Reading the answer to its end sets the connection free.
            _ = self._network.send(request).content
        return self._fail(service, request)

    def _fail(self, service: str, request: AWSPreparedRequest) -> AWSResponse:
        match self._fault:
            case Fault.TIMEOUT:
                raise ReadTimeoutError(endpoint_url=request.url)
            case Fault.RESET | Fault.TRUNCATED:
                # botocore reads a body that is not streamed at once, and reports its end as this.
                raise ConnectionClosedError(endpoint_url=request.url)
            case fault:
                return _refusal(request, service, *_REFUSALS[service, fault])


def _refusal(request: AWSPreparedRequest, service: str, status: int, code: str) -> AWSResponse:
    if service == "dynamodb":
        body = f'{{"__type": "com.amazonaws.dynamodb.v20120810#{code}", "message": "injected"}}'
    else:
        body = f"<Error><Code>{code}</Code><Message>injected</Message></Error>"
    return _response(request.url, status, body.encode(), len(body))


def _cut(answer: AWSResponse, when: When) -> AWSResponse:
    """Return the answer with none or half of its body; its headers promise all of it."""
    content = answer.content
    kept = content[: len(content) // 2] if when is When.AFTER else b""
    return _response(answer.url, answer.status_code, kept, len(content), dict(answer.headers))


def _response(
    url: str, status: int, body: bytes, promised: int, headers: dict[str, str] | None = None
) -> AWSResponse:
    headers = {**(headers or {}), "Content-Length": str(promised)}
    raw = HTTPResponse(io.BytesIO(body), headers=headers, status=status, preload_content=False)
    answered = HTTPHeaders()
    for name, value in headers.items():
        answered[name] = value
    return AWSResponse(url, status, answered, raw)
