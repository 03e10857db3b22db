"""A fake Darkroom service with its buckets on localhost, which records what it receives."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tests.unit.client import payloads
from tests.unit.client.fake_multipart import FakeMultipart

RENDERED = b"12345"
_MAX_RECORDED_BYTES = 1 << 20


@dataclass
class Upload:
    """A file that the bucket received. `content` stops after 1 MB; `sha256` covers the whole body."""

    headers: dict[str, str]
    length: int
    sha256: str
    content: bytes

    def parts(self) -> list[tuple[str, bytes]]:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        leaves = [part for part in message_from_bytes(head + self.content).walk() if not part.is_multipart()]
        return [(_name(part), _payload(part)) for part in leaves]


@dataclass
class FakeService:
    """What the server received, and how it will respond.

    `outcomes` has the outcomes, by name, that differ from `outcome`; "refused" is one, too. `on_create`
    is called once, when the next form is requested.
    """

    url: str = ""
    token: str | None = None
    images: dict[str, dict[str, Any]] = field(default_factory=dict)
    requested: list[dict[str, Any]] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)
    bucket_statuses: list[int] = field(default_factory=list)
    outcome: str = "ready"
    outcomes: dict[str, str] = field(default_factory=dict)
    on_create: Callable[[], object] | None = None
    multipart: FakeMultipart = field(default_factory=FakeMultipart)

    def create(self, body: dict[str, Any]) -> dict[str, Any]:
        self.requested.append(body)
        if self.on_create:
            on_create, self.on_create = self.on_create, None
            on_create()
        image_id = f"id{len(self.images) + 1}"
        new = payloads.image(image_id, "pending", filename=body["filename"], size=body["size"])
        self.images[image_id] = new
        new = new | {"status_url": f"{self.url}/status/{image_id}?key=secret"}
        if body.get("multipart") and self.multipart.part_size:
            self.multipart.sizes[image_id] = body["size"]
            return new | {"upload": None, "multipart": self.multipart.document(self.url, image_id)}
        return new | {"upload": payloads.form(f"{self.url}/bucket/{image_id}")}

    def finish(self, image_id: str) -> None:
        outcome = self.outcomes.get(self.images[image_id]["filename"], self.outcome)
        error = {"code": "unsupported_format", "detail": "Not an image"} if outcome == "failed" else None
        rendered = payloads.variant(url=f"{self.url}/files/{image_id}")
        variants = [rendered] if outcome == "ready" else []
        self.images[image_id] |= {"status": outcome, "variants": variants, "error": error}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body are sent one after the other, and the client may delay its acknowledgment of the head.
    disable_nagle_algorithm = True
    service: FakeService

    def do_GET(self) -> None:
        kind, name = self._route()
        if kind == "files":
            self._respond(200, RENDERED, "image/jpeg")
        elif self._allowed() and name:
            found = self.service.images.get(name)
            self._json(200, found) if found else self._problem(404, "image_not_found")
        elif self._allowed():
            self._json(200, {"images": [*reversed(self.service.images.values())], "next_cursor": None})

    def do_POST(self) -> None:
        kind, name = self._route()
        length = int(self.headers["Content-Length"] or 0)
        if kind == "bucket":
            self._store(name, length)
            return
        image_id, _, action = name.partition("/")
        if action:
            self.rfile.read(length)
            self._continue_upload(image_id, action)
            return
        body = json.loads(self.rfile.read(length))
        if not self._allowed():
            return
        if self.service.outcomes.get(body["filename"]) == "refused":
            self._problem(415, "unsupported_content_type")
        else:
            self._json(201, self.service.create(body))

    def do_PUT(self) -> None:
        answer = self.service.multipart.receive(self.path, self.rfile, int(self.headers["Content-Length"]))
        if answer:
            status, error = answer
            self._respond(status, payloads.s3_error(*error).encode(), "application/xml")

    def _continue_upload(self, image_id: str, action: str) -> None:
        status, document = self.service.multipart.proceed(self.service.url, image_id, action)
        if document is None:
            self.service.finish(image_id)
        self._json(status, self.service.images[image_id] if document is None else document)

    def do_DELETE(self) -> None:
        if self.service.images.pop(self._route()[1], None):
            self._respond(204, b"", "text/plain")
        else:
            self._problem(404, "image_not_found")

    def log_message(self, *_: object) -> None:
        pass

    def _route(self) -> tuple[str, str]:
        kind, _, name = self.path.partition("?")[0].lstrip("/").partition("/")
        return kind, name

    def _allowed(self) -> bool:
        if self.service.token in (None, (self.headers["Authorization"] or "").removeprefix("Bearer ")):
            return True
        self._problem(401, "unauthorized")
        return False

    def _store(self, image_id: str, length: int) -> None:
        digest, recorded, left = hashlib.sha256(), b"", length
        while left:
            chunk = self.rfile.read(min(left, 65_536))
            if not chunk:  # the client disconnected
                return
            digest.update(chunk)
            recorded += chunk[: _MAX_RECORDED_BYTES - len(recorded)]
            left -= len(chunk)
        self.service.uploads.append(Upload(dict(self.headers), length, digest.hexdigest(), recorded))
        status = self.service.bucket_statuses.pop(0) if self.service.bucket_statuses else 201
        if status == 201:
            self.service.finish(image_id)
        self._respond(status, payloads.s3_error("SlowDown", "Reduce your rate").encode(), "application/xml")

    def _json(self, status: int, body: dict[str, Any]) -> None:
        self._respond(status, json.dumps(body).encode(), "application/json")

    def _problem(self, status: int, code: str) -> None:
        self._json(status, payloads.problem(status, code))

    def _respond(self, status: int, content: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _name(part: Message) -> str:
    return str(part.get_param("name", header="content-disposition"))


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload


@contextmanager
def running_service() -> Iterator[FakeService]:
    service = FakeService()
    handler = type("Handler", (_Handler,), {"service": service})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        # An open client connection must not block the end of the test.
        server.daemon_threads = True
        service.url = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield service
        server.shutdown()
