"""The app with moto in place of AWS, called through Chalice's test client."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote_plus

import pytest
import requests
from chalice.app import Chalice
from chalice.local import LambdaContext
from chalice.test import Client, HTTPResponse
from PIL import Image

from chalicelib.bootstrap import clock
from chalicelib.bootstrap.access import Access
from local.gateway import patch_chalice
from tests.conftest import PREFIX, Aws
from tests.image_ids import image_id

# The default owner, to whom objects without a form belong.
OWNER = "public"


@dataclass(frozen=True)
class App:
    """Chalice's test client, and helpers for what callers do."""

    chalice: Client
    aws: Aws
    token: str

    def call(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> HTTPResponse:
        """Send a request with the token, unless the headers contain another."""
        all_headers = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return self.chalice.http.request(method, path, headers=all_headers, body=body)

    def get(self, path: str) -> HTTPResponse:
        return self.call("GET", path)

    def post(self, path: str, body: object) -> HTTPResponse:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.call("POST", path, content, {"Content-Type": "application/json"})

    def upload(self, content: bytes, filename: str = "cat.png", **request: object) -> str:
        """Create an image, upload its file with the form, return its id. No event is delivered."""
        created = self.post("/images", {"filename": filename, **request}).json_body
        form = created["upload"]
        response = requests.post(form["url"], data=form["fields"], files={"file": content}, timeout=10)
        assert response.ok, response.text
        return str(created["id"])

    def key_of(self, filename: str, image_id: str) -> str:
        return f"{PREFIX}{image_id}/{filename}"

    def id_of(self, key: str) -> str:
        return image_id(self.aws.clients.dynamodb, self.aws.resources.images_table, key)

    def put(self, key: str, content: bytes) -> dict[str, Any]:
        """Put an object as another tool would; return the event that S3 sends."""
        response = self.aws.clients.s3.put_object(
            Bucket=self.aws.resources.upload_bucket, Key=key, Body=content
        )
        event = self.event(key)
        event["Records"][0]["s3"]["object"]["eTag"] = response["ETag"].strip('"')
        return event

    def etag(self, key: str) -> str:
        """Return the ETag of an uploaded object."""
        found = self.aws.clients.s3.head_object(Bucket=self.aws.resources.upload_bucket, Key=key)
        return found["ETag"].strip('"')

    def event(self, key: str, name: str = "ObjectCreated:Put") -> dict[str, Any]:
        """Return S3's event. Chalice expects keys to be encoded already, as S3 does it."""
        bucket = self.aws.resources.upload_bucket
        return dict(self.chalice.events.generate_s3_event(bucket, quote_plus(key), name))

    def deliver(self, event: dict[str, Any]) -> None:
        """Deliver an event from S3."""
        self.invoke("process_upload", event)

    def invoke(self, function: str, event: dict[str, Any]) -> None:
        """Call the handler as Lambda does. The context of Chalice's client allows only three seconds."""
        handler = self.chalice._app.handler_map[function]  # noqa: SLF001 - no public API
        handler(event, LambdaContext(function, memory_size=1769, max_runtime_ms=60_000))

    def outputs(self, key: str) -> dict[str, Any]:
        """Return the objects in the processed bucket for a source key."""
        prefix = f"v/{self.id_of(key)}/"
        listed = self.aws.clients.s3.list_objects_v2(Bucket=self.aws.resources.dest_bucket, Prefix=prefix)
        return {item["Key"]: item for item in listed.get("Contents", ())}


@pytest.fixture(scope="module")
def app(aws: Aws, deployed_app: Chalice) -> Iterator[App]:
    _, token = Access(aws.environment).registry.create(OWNER)
    patch_chalice()
    with Client(deployed_app) as client:
        yield App(client, aws, token)


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the app's clock: signed URLs, and so documents and ETags, change when a signing window ends.

    `Retry-After` grows with the time that a slow machine takes, too.
    """
    now = clock.now()
    monkeypatch.setattr(clock, "datetime", SimpleNamespace(now=lambda _: now))


@pytest.fixture(scope="session")
def png() -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((640, 480)).save(buffer, "PNG")
    return buffer.getvalue()
