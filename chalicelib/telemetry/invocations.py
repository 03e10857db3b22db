"""Chalice middleware that logs each invocation with its ids and writes its metrics at the end."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from chalice.app import ConvertToMiddleware, Request, Response

from chalicelib.domain import keys
from chalicelib.telemetry.correlation import correlation_id
from chalicelib.telemetry.metrics import Metrics
from chalicelib.telemetry.redaction import redact

# What Chalice passes to a middleware, and the signature of a Lambda handler.
GetResponse = Callable[[object], object]
Handler = Callable[[Mapping[str, Any], LambdaContext], object]


class Invocations:
    """The middleware. It never logs events, since they contain tokens."""

    def __init__(self, logger: Logger, metrics: Metrics) -> None:
        self._logger = logger
        self._metrics = metrics
        self._cold = True

    def __call__(self, event: object, get_response: GetResponse) -> object:
        """Run one invocation."""
        return ConvertToMiddleware(self._with_context)(event, self._with_logging(get_response))

    def _with_context(self, handler: Handler) -> Handler:
        wrapped: Handler = self._logger.inject_lambda_context(
            self._with_metrics(handler), log_event=False, clear_state=True
        )
        return wrapped

    def _with_metrics(self, handler: Handler) -> Handler:
        def wrapper(event: Mapping[str, Any], context: LambdaContext) -> object:
            self._logger.set_correlation_id(correlation_id(event))
            if self._cold:
                self._cold = False
                self._metrics.count("ColdStart")
            try:
                return handler(event, context)
            finally:
                self._metrics.flush()

        return wrapper

    def _with_logging(self, get_response: GetResponse) -> GetResponse:
        def wrapper(event: object) -> object:
            try:
                response = get_response(event)
            except Exception as error:
                # Lambda's error report lacks the ids. Chalice itself logs errors of requests.
                if not isinstance(event, Request):
                    self._logger.exception("failed")
                    # Lambda logs the error's message itself.
                    error.args = tuple(redact(each) if isinstance(each, str) else each for each in error.args)
                raise
            if isinstance(event, Request) and isinstance(response, Response):
                self._logger.info("answered", extra=_request_fields(event, response))
            return response

        return wrapper


def _request_fields(request: Request, response: Response) -> Mapping[str, object]:
    """Return what to log of a request: the resource, not the path, which may contain private data."""
    return {
        "method": request.method,
        "resource": request.context.get("resourcePath"),
        "status": response.status_code,
        "image_id": _image_id(request, response),
    }


def _image_id(request: Request, response: Response) -> str | None:
    if response.status_code == HTTPStatus.CREATED:
        return str(response.headers.get("Location", "")).rpartition("/")[2]
    image_id = (request.uri_params or {}).get("image_id", "")
    return image_id if keys.is_image_id(image_id) else None
