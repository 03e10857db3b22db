"""The fake of multipart uploads in the world, and what is uploaded to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chalicelib.models import StoredPart
from tests.fakes import FakeMultipartStorage
from tests.model.tasks import Event, Task

PARTS = (b"image in", b" parts 1")
OTHER_PART = b" parts 2"


@dataclass
class NotifyingUploads(FakeMultipartStorage):
    """Multipart uploads. Every completion sends an event."""

    waiting: list[Task] = field(default_factory=list)

    def complete(self, key: str, upload_id: str, parts: Sequence[StoredPart]) -> bool:
        done = super().complete(key, upload_id, parts)
        if done:
            self.waiting.append(Event(key, self.sources.objects[key].source))
        return done
