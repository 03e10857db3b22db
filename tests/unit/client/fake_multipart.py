"""The multipart uploads of the fake service."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedIOBase
from typing import Any

from tests.unit.client import payloads

STORED = (200, ("", ""))
SLOW_DOWN = (503, ("SlowDown", "Reduce your rate"))
EXPIRED = (403, ("AccessDenied", "Request has expired"))
REFUSED = (403, ("SignatureDoesNotMatch", "The signature does not match"))

Answer = tuple[int, tuple[str, str]]


@dataclass
class FakeMultipart:
    """The parts that arrived. With a `part_size`, the service offers parts for every file.

    `arrival` is called when a request with a part begins, and `answer` decides about its response; `version`
    of the URLs grows with each request for parts. `most` is how many parts were sent at the same time.
    """

    part_size: int = 0
    answer: Callable[[int, int], Answer] = lambda _number, _version: STORED
    arrival: Callable[[int], object] = lambda _number: None
    sizes: dict[str, int] = field(default_factory=dict)
    stored: dict[str, dict[int, str]] = field(default_factory=dict)
    sent: list[int] = field(default_factory=list)
    version: int = 0
    running: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def part_sizes(self, image_id: str) -> list[int]:
        size = self.sizes[image_id]
        return [min(self.part_size, size - start) for start in range(0, size, self.part_size)]

    def document(self, url: str, image_id: str) -> dict[str, Any]:
        self.version += 1
        stored = self.stored.get(image_id, {})
        parts = [
            {
                "number": number,
                "size": size,
                "url": None if number in stored else f"{url}/parts/{image_id}/{number}?v={self.version}",
            }
            for number, size in enumerate(self.part_sizes(image_id), start=1)
        ]
        return {"part_size": self.part_size, "parts": parts, "expires_at": "2026-01-02T04:00:00Z"}

    def proceed(self, url: str, image_id: str, action: str) -> tuple[int, dict[str, Any] | None]:
        """Answer a request to resume or to complete an upload; without a document if it is completed."""
        if image_id not in self.sizes:
            return 409, payloads.problem(409, "no_multipart_upload")
        if action == "parts":
            status_url = f"{url}/status/{image_id}?key=new"
            return 200, self.document(url, image_id) | {"status_url": status_url}
        if len(self.stored.get(image_id, {})) < len(self.part_sizes(image_id)):
            return 409, payloads.problem(409, "parts_missing")
        return 200, None

    def receive(self, path: str, content: BufferedIOBase, length: int) -> Answer | None:
        """Read a part and answer, unless the client disconnects."""
        image_id, number = path.partition("?")[0].split("/")[-2:]
        digest = hashlib.sha256()
        with self._arriving(int(number)):
            while length and (chunk := content.read(min(length, 65_536))):
                digest.update(chunk)
                length -= len(chunk)
        return None if length else self._store(image_id, int(number), path, digest.hexdigest())

    @contextmanager
    def _arriving(self, number: int) -> Iterator[None]:
        with self.lock:
            self.running += 1
            self.most = max(self.most, self.running)
        self.arrival(number)
        yield
        with self.lock:
            self.running -= 1

    def _store(self, image_id: str, number: int, url: str, sha256: str) -> Answer:
        with self.lock:
            self.sent.append(number)
            answer = self.answer(number, int(url.rpartition("=")[2]))
            if answer == STORED:
                self.stored.setdefault(image_id, {})[number] = sha256
        return answer
