"""Images in all states that a release stores, made through its API, its buckets and its own adapters."""

import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import requests
from darkroom import Client, ImageFailed
from PIL import Image as Pixels

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.models import Image
from tests.e2e.conftest import RunningStack
from tests.e2e.ops_commands import environment, ops, settled, wait_until
from tests.stuck import make_stuck

OWNER = "public"
SECONDS = 60
EARLIER_KEY, EARLIER_BODY = "an-earlier-request", {"filename": "idempotent.png"}
COPIED = "images/holidays/späße 1.png"
FOUR = ("300x300", "square", "small", "large")
METADATA = {"external_id": "ticket-7", "tags": ["a", "ü"], "alt": "Noise", "custom": {"n": 1.5}}
# Files of more than 50 MB are sent in parts.
LARGE = 60_000_000
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Scenario:
    """Uses a running stack. `images` has the ids of the images by name."""

    stack: RunningStack
    images: dict[str, str] = field(default_factory=dict)

    def play(self) -> None:
        """Make all images. Raises AssertionError."""
        with Client(self.stack.url, self.stack.token) as client:
            self._rendered(client)
            self._waiting(client)
            self._ended(client)
        self._policies()
        # Last, because the sweep would finish them.
        make_stuck(self._dynamodb, self._table, self.images["stuck"])
        make_stuck(self._dynamodb, self._table, self.images["not cleaned up"], status="ready")

    def _rendered(self, client: Client) -> None:
        self._upload(client, "one variant", variants=["300x300"])
        self._upload(client, "four variants", variants=list(FOUR))
        self._upload(client, "with metadata", metadata=METADATA)
        self._upload(client, "the same external id", metadata={"external_id": "ticket-7"})
        self._upload(client, "edited", rotate=90, focus=(0.2, 0.8))
        self._upload(client, "retired variants", variants=["small"])
        client.reprocess(self.images["retired variants"], variants=["300x300"])
        client.wait(self.images["retired variants"], timeout=SECONDS)
        self._upload(client, "rendered on demand")
        self._send("GET", f"/images/{self.images['rendered on demand']}/render?w=40&f=webp")
        for name in ("stuck", "not cleaned up"):
            self._upload(client, name)
        bucket = self.stack.environment["UPLOAD_BUCKET"]
        self.stack.aws.s3.put_object(Bucket=bucket, Key=COPIED, Body=png())
        self.images["copied"] = settled(client, COPIED).id

    def _waiting(self, client: Client) -> None:
        self.images["pending"] = self._create({"filename": "pending.png"})["id"]
        headers = {"Idempotency-Key": EARLIER_KEY}
        self.images["idempotent"] = self._create(EARLIER_BODY, headers)["id"]
        large = {"filename": "large.png", "content_type": "image/png", "multipart": True, "size": LARGE}
        self.images["multipart"] = self._create(large)["id"]
        self._upload(client, "deferred")
        store = DynamoDBImageStore(self._dynamodb, self._table)
        store.defer(self._record(store, "deferred"), LONG_AGO)

    def _ended(self, client: Client) -> None:
        created = self._create({"filename": "failed.png"})
        self.images["failed"], form = created["id"], created["upload"]
        file = {"file": b"This is not an image."}
        assert requests.post(form["url"], form["fields"], files=file, timeout=SECONDS).ok
        with suppress(ImageFailed):
            client.wait(self.images["failed"], timeout=SECONDS)
        self._upload(client, "deleted", metadata={"external_id": "secret"})
        client.delete(self.images["deleted"])
        self._upload(client, "erased", metadata={"external_id": "secret"})
        store = DynamoDBImageStore(self._dynamodb, self._table)
        self._send("DELETE", f"/images/{self.images['erased']}?erase=true")
        wait_until(lambda: not self._record(store, "erased").erasing, "The image is still being erased.")

    def _policies(self) -> None:
        env = environment(self.stack)
        for command in (
            ("retention", "somebody", "30"),
            ("webhook", "set", OWNER, "http://127.0.0.1:9/webhook"),
        ):
            done = ops(env, *command)
            assert done.returncode == 0, done.stderr

    def _upload(self, client: Client, name: str, **options: Any) -> None:
        filename = f"{name.replace(' ', '-')}.png"
        self.images[name] = client.upload(io.BytesIO(png()), filename=filename, **options).id

    def _create(self, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        return dict(self._send("POST", "/images", json=body, headers=headers).json())

    def _send(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {**self.stack.headers, **(options.pop("headers", None) or {})}
        url = f"{self.stack.url}{path}"
        sent = requests.request(
            method, url, headers=headers, allow_redirects=False, timeout=SECONDS, **options
        )
        sent.raise_for_status()
        return sent

    def _record(self, store: DynamoDBImageStore, name: str) -> Image:
        record = store.get(self.images[name])
        assert record is not None
        return record

    @property
    def _dynamodb(self) -> Any:
        return self.stack.aws.dynamodb

    @property
    def _table(self) -> str:
        return self.stack.environment["IMAGES_TABLE"]


def png() -> bytes:
    """Return a small image of which no two are the same."""
    buffer = io.BytesIO()
    Pixels.effect_noise((48, 32), 50).save(buffer, "PNG")
    return buffer.getvalue()
