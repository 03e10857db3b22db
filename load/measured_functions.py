"""Run the API and the function that renders on demand in this process, so that their CPU time is measured."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from chalice.local import LambdaContext, LambdaEventConverter, RouteMatcher

from chalicelib.bootstrap import darkroom
from load.spans import Measured, Spans, measure_calls
from load.variant_times import API, FUNCTION
from local.account import STAGE
from local.cdn.origins import Answer
from local.presets import patch_presets

_MEMORY_MB, _TIMEOUT_MS = 1769, 25_000


class MeasuredFunctions:
    """Both functions, their AWS calls and the engine are spans.

    The environment must be that of a running stack with a CDN.
    """

    def __init__(self, spans: Spans) -> None:
        self._spans = spans
        self._caller, self._calls = API, Counter[str]()
        session = measure_calls(spans, self._call)
        session.register("before-send.lambda.Invoke", self._invoke)
        patch_presets()
        import app  # noqa: PLC0415 - it reads the environment

        self._app = app
        self._events = LambdaEventConverter(RouteMatcher(list(app.app.routes)))
        vars(darkroom())["engine"] = Measured(darkroom().engine, lambda name: f"{FUNCTION}: {name}", spans)

    def api(self, method: str, target: str) -> Answer:
        """Return the API's answer to the CDN."""
        self._calls.clear()
        event = self._events.create_lambda_event(method, target.removeprefix(f"/{STAGE}"), {})
        with self._running(API):
            response = self._app.app(event, _context("api_handler"))
        headers = {name.lower(): value for name, value in response["headers"].items()}
        return Answer(response["statusCode"], headers, response["body"].encode())

    def _call(self, operation: str) -> str:
        """Return a name with the caller and the number of the call."""
        name = f"{self._caller}: {operation}"
        self._calls[name] += 1
        return f"{name} {self._calls[name]}"

    def _invoke(self, **event: Any) -> Any:  # noqa: ANN401 - botocore's types leave out the response
        """Run the function in place of Lambda."""
        request = event["request"]
        with self._running(FUNCTION):
            output = self._app.render_on_demand(json.loads(request.body), _context("render_on_demand"))
        payload = json.dumps(output).encode()
        headers = HTTPHeaders()
        headers["content-length"] = str(len(payload))
        return AWSResponse(request.url, HTTPStatus.OK, headers, BytesIO(payload))

    @contextmanager
    def _running(self, function: str) -> Iterator[None]:
        caller, self._caller = self._caller, function
        try:
            with self._spans.span(function):
                yield
        finally:
            self._caller = caller


def _context(function: str) -> LambdaContext:
    return LambdaContext(function, _MEMORY_MB, max_runtime_ms=_TIMEOUT_MS)
