"""What surrounds each invocation: its ids on every line of the log, its metrics written when it ends."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from chalice.app import ConvertToMiddleware, Request, Response

from chalicelib.domain import keys
from chalicelib.telemetry.correlation import correlation_id
from chalicelib.telemetry.metrics import Metrics

# As Chalice hands them to a middleware, and as Lambda calls them.
GetResponse = Callable[[object], object]
Handler = Callable[[Mapping[str, Any], LambdaContext], object]


class Invocations:
    """A middleware of Chalice. Events are never logged: they carry tokens."""

    def __init__(self, logger: Logger, metrics: Metrics) -> None:
        self._logger = logger
        self._metrics = metrics
        self._cold = True

    def __call__(self, event: object, get_response: GetResponse) -> object:
        """Run one invocation."""
        return ConvertToMiddleware(self._surrounded)(event, self._logged(get_response))

    def _surrounded(self, handler: Handler) -> Handler:
        surrounded: Handler = self._logger.inject_lambda_context(
            self._measured(handler), log_event=False, clear_state=True
        )
        return surrounded

    def _measured(self, handler: Handler) -> Handler:
        def measured(event: Mapping[str, Any], context: LambdaContext) -> object:
            self._logger.set_correlation_id(correlation_id(event))
            if self._cold:
                self._cold = False
                self._metrics.count("ColdStart")
            try:
                return handler(event, context)
            finally:
                self._metrics.flush()

        return measured

    def _logged(self, get_response: GetResponse) -> GetResponse:
        def logged(event: object) -> object:
            try:
                response = get_response(event)
            except Exception:
                # Lambda's own report of an error has none of the ids. Of a request's, Chalice logs it.
                if not isinstance(event, Request):
                    self._logger.exception("failed")
                raise
            if isinstance(event, Request) and isinstance(response, Response):
                self._logger.info("answered", extra=_answer(event, response))
            return response

        return logged


def _answer(request: Request, response: Response) -> Mapping[str, object]:
    """Describe an answer by the resource, not the path: what callers put into a path is theirs."""
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
