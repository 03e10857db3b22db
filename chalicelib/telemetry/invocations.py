"""Chalice middleware that logs each invocation with its ids and metrics."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from chalice.app import Request, Response

from chalicelib.domain import keys
from chalicelib.telemetry.invocation_log import InvocationLog
from chalicelib.telemetry.redaction import redacted

# What Chalice passes to a middleware.
GetResponse = Callable[[object], object]


class Invocations:
    """The middleware. It never logs events, since they contain tokens."""

    def __init__(self, log: InvocationLog) -> None:
        self._log = log

    def __call__(self, event: Any, get_response: GetResponse) -> object:  # noqa: ANN401 - events share no base class
        """Run one invocation."""
        if isinstance(event, Request):
            self._log.begin(event.to_original_event(), event.lambda_context)
        else:
            self._log.begin(event.to_dict(), event.context)
        try:
            response = get_response(event)
            if isinstance(event, Request) and isinstance(response, Response):
                self._log.write("answered", **_request_fields(event, response))
        except Exception as error:
            # Lambda's error report lacks the ids. Chalice itself logs errors of requests.
            if not isinstance(event, Request):
                self._log.fail("failed")
                # Lambda logs the error's message itself.
                error.args = tuple(map(redacted, error.args))
            raise
        finally:
            self._log.end()
        return response


def _request_fields(request: Request, response: Response) -> Mapping[str, object]:
    """Return what to log of a request: the resource, not the path, which may contain private data."""
    return {
        "method": request.method,
        "resource": request.context.get("resourcePath"),
        "status": response.status_code,
        "image_id": _image_id(request, response),
        "max_memory_mb": None,  # it hardly depends on the request
    }


def _image_id(request: Request, response: Response) -> str | None:
    if response.status_code == HTTPStatus.CREATED:
        return str(response.headers.get("Location", "")).rpartition("/")[2]
    image_id = (request.uri_params or {}).get("image_id", "")
    return image_id if keys.is_image_id(image_id) else None
