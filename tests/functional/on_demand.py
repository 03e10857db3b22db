"""The app with variants on demand: presets that allow them, signing keys, and the function that renders."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from botocore.model import OperationModel
from chalice.local import LambdaContext
from chalice.test import HTTPResponse

from chalicelib.bootstrap import darkroom
from chalicelib.domain.on_demand.versions import current_version
from chalicelib.models import Operations, Resize, SigningKey
from local.account import CREDENTIALS, REGION
from local.lambda_invoke_api import accept_invocations
from local.resources import upload_function
from tests.functional.aws_calls import listening
from tests.functional.conftest import App

FUNCTION = "darkroom-test-render_on_demand"
KEYS_PARAMETER = "/darkroom/test/signing-keys"
ARTIFACTS = "artifacts-of-on-demand-tests"
KEY = SigningKey(id="00000002", secret="b" * 64)
RETIRED_KEY = SigningKey(id="00000001", secret="a" * 64)
PRESETS = {
    "default": ["300x300"],
    "presets": [
        {"name": "300x300", "width": 300, "height": 300},
        {"name": "poster", "width": 200, "formats": ["webp", "png"], "when": "on_demand"},
    ],
    "on_demand": {"widths": [100, 320, 640], "formats": ["webp", "jpeg"]},
}
_WRITES = ("Put", "Update", "Delete", "Send", "TransactWrite", "BatchWrite")


@dataclass
class OnDemand:
    """The app, the AWS operations that it has called since they were cleared, and the renderings."""

    app: App
    operations: list[str] = field(default_factory=list)
    renderings: list[Any] = field(default_factory=list)
    crashes: bool = False

    def get(self, path: str, *, accept: str = "image/webp", token: str | None = None) -> HTTPResponse:
        """Send a request with a token or without one."""
        headers = {"Accept": accept, **({"Authorization": f"Bearer {token}"} if token else {})}
        return self.app.chalice.http.get(path, headers=headers)

    def upload(self, content: bytes) -> str:
        """Upload a file and process it; return the image's id."""
        image_id = self.app.upload(content, f"{uuid.uuid4().hex}.png")
        image = darkroom().store.get(image_id)
        assert image is not None
        self.app.deliver(self.app.event(image.key))
        self.clear()
        return image_id

    def version(self, image_id: str, operations: Operations | None = None) -> str:
        image = darkroom().store.get(image_id)
        assert image is not None
        version = current_version(image, operations or Resize(width=1), darkroom().presets)
        assert version is not None
        return version

    def clear(self) -> None:
        self.operations.clear()
        self.renderings.clear()

    @property
    def writes(self) -> list[str]:
        return [each for each in self.operations if each.startswith(_WRITES)]

    def run(self, body: str, headers: dict[str, str]) -> bytes:
        """Render, as Lambda runs the function."""
        event = json.loads(body)
        self.renderings.append(event)
        if self.crashes:
            headers["x-amz-function-error"] = "Unhandled"
            return b'{"errorType": "Runtime.ExitError"}'
        handler: Any = self.app.chalice._app.handler_map["render_on_demand"]  # noqa: SLF001 - no public API
        context = LambdaContext("render_on_demand", memory_size=1769, max_runtime_ms=25_000)
        return json.dumps(handler(event, context)).encode()


def is_refused(on_demand: OnDemand, path: str, token: str | None = None) -> tuple[int, str]:
    """Return the status and the code of the problem, after checking what the request cost."""
    on_demand.clear()
    response = on_demand.get(path, token=token)
    assert on_demand.renderings == []
    assert on_demand.writes == []
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    problem = json.loads(response.body)
    assert problem["status"] == response.status_code
    return response.status_code, problem["code"]


@contextmanager
def running(app: App, monkeypatch: pytest.MonkeyPatch, **environment: str) -> Iterator[OnDemand]:
    """Start the app anew with variants on demand and these variables."""
    others = upload_function(app.aws.clients, app.aws.resources)
    on_demand = OnDemand(app)
    accept_invocations({**others, FUNCTION: on_demand.run})
    variables = {
        "ARTIFACT_BUCKET": ARTIFACTS,
        "PRESETS": "presets.json",
        "PRESETS_VERSION": _stored_presets(app),
        "RENDER_FUNCTION": FUNCTION,
        "SIGNING_KEYS": KEYS_PARAMETER,
        **environment,
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    _store_keys(app)

    def record(model: OperationModel, **_: object) -> None:
        on_demand.operations.append(model.name)

    with listening("before-call", record):
        darkroom.cache_clear()
        yield on_demand
        darkroom.cache_clear()
    accept_invocations(others)


def _stored_presets(app: App) -> str:
    s3 = app.aws.clients.s3
    s3.create_bucket(Bucket=ARTIFACTS)
    s3.put_bucket_versioning(Bucket=ARTIFACTS, VersioningConfiguration={"Status": "Enabled"})
    return s3.put_object(Bucket=ARTIFACTS, Key="presets.json", Body=json.dumps(PRESETS))["VersionId"]


def _store_keys(app: App) -> None:
    value = json.dumps({"keys": [{"id": KEY.id, "secret": KEY.secret}]})
    boto3.client(
        "ssm",
        endpoint_url=app.aws.environment["AWS_ENDPOINT_URL"],
        region_name=REGION,
        aws_access_key_id=CREDENTIALS,
        aws_secret_access_key=CREDENTIALS,
    ).put_parameter(Name=KEYS_PARAMETER, Value=value, Type="SecureString", Overwrite=True)
