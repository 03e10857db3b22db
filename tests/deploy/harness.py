"""Run functions in this process, one at a time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalice.app import Chalice
from chalice.local import LambdaContext

from chalicelib.bootstrap import darkroom
from chalicelib.bootstrap.access import access
from chalicelib.models import UploadRequest
from tests.deploy import lambda_events, on_demand
from tests.deploy.account import OWNER, Account, new_key
from tests.deploy.permission_recorder import PermissionRecorder


@dataclass(frozen=True)
class Harness(Account):
    """Runs functions and records their permissions. Other requests of the harness are not recorded.

    Each run is a cold start, because some requests are made only then.
    """

    app: Chalice
    recorder: PermissionRecorder

    def run(self, function: str, event: Mapping[str, Any]) -> Any:
        """Invoke an event handler."""
        return self._invoke(function, self.app.handler_map[function], event)

    def request(
        self,
        method: str,
        route: str,
        body: object = None,
        *,
        key: str | None = None,
        query: Mapping[str, str] | None = None,
        **parameters: str,
    ) -> Any:
        """Send an authorized request as API Gateway does; return the response's JSON.

        `key` is the idempotency key.
        """
        headers = {} if key is None else {"idempotency-key": key}
        event = lambda_events.request(
            method, route, body, owner=OWNER, headers=headers, query=query, **parameters
        )
        response = self._invoke("api_handler", self.app, event)
        assert response["statusCode"] < 500, response
        return json.loads(response["body"] or "null")

    def _invoke(self, function: str, handler: Any, event: Mapping[str, Any]) -> Any:
        darkroom.cache_clear()
        access.cache_clear()
        with self.recorder.running(function):
            response = handler(dict(event), LambdaContext(function, 1024, max_runtime_ms=60_000))
        self.recorder.record_signed_urls(function, str(response))
        return response

    def rendered(self) -> str:
        """Put an image and render it; return its key.

        It has a retired output of an earlier release, and a variant on demand of an earlier version.
        """
        key = new_key()
        self.process(self.upload(key))
        self.retire_output(key)
        on_demand.put_outdated(self, key)
        return key

    def form(self) -> tuple[str, str]:
        """Create an upload form without recording permissions; return its key and the image's id."""
        image, _ = darkroom().upload_forms.create(UploadRequest(filename="cat.png"), owner=OWNER)
        return image.key, image.id

    def process(self, event: Mapping[str, Any]) -> None:
        """Process an event from S3 without recording permissions."""
        self.app.handler_map["process_upload"](dict(event), LambdaContext("", 1024, 60_000))
