"""Both buckets."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from chalicelib.errors import ObjectNotFound
from chalicelib.models import (
    Source,
    StoredOutput,
    UploadForm,
)
from tests.fakes.clock import FakeClock


@dataclass(frozen=True)
class FakeSourceObject:
    source: Source
    content: bytes

    def read(self) -> bytes:
        return self.content


@dataclass
class FakeSourceStorage:
    """A versioned bucket of which only the newest versions can be seen."""

    clock: FakeClock = field(default_factory=FakeClock)
    objects: dict[str, FakeSourceObject] = field(default_factory=dict)
    _versions: "count[int]" = field(default_factory=lambda: count(1))

    def put(self, key: str, content: bytes, content_type: str = "image/jpeg") -> Source:
        source = Source(
            etag=hashlib.md5(content, usedforsecurity=False).hexdigest(),
            version_id=f"v{next(self._versions)}",
            size=len(content),
            content_type=content_type,
        )
        self.objects[key] = FakeSourceObject(source, content)
        return source

    def presign_upload(
        self, key: str, *, content_type: str, max_bytes: int, metadata: Mapping[str, str], expires_in: int
    ) -> UploadForm:
        fields = {
            "key": key,
            "Content-Type": content_type,
            "success_action_status": "201",
            "policy": f"1..{max_bytes}",
            **{f"x-amz-meta-{name}": value for name, value in metadata.items()},
        }
        expires_at = self.clock() + timedelta(seconds=expires_in)
        return UploadForm(url="https://uploads.example/", fields=fields, expires_at=expires_at)

    def open(self, key: str) -> FakeSourceObject:
        try:
            return self.objects[key]
        except KeyError:
            raise ObjectNotFound(key) from None

    def head(self, key: str) -> Source:
        return self.open(key).source

    def delete(self, key: str) -> None:
        self.objects.pop(key, None)


@dataclass
class FakeOutputStorage:
    """A versioned bucket: every put is a version of its own."""

    stored: dict[StoredOutput, bytes] = field(default_factory=dict)
    retired: set[StoredOutput] = field(default_factory=set)
    _versions: "count[int]" = field(default_factory=lambda: count(1))

    def put(self, key: str, content: bytes, *, content_type: str) -> StoredOutput:
        assert content_type.startswith("image/")
        output = StoredOutput(key=key, version_id=f"v{next(self._versions)}")
        self.stored[output] = content
        return output

    def list(self, prefix: str) -> Sequence[StoredOutput]:
        return [output for output in self.stored if output.key.startswith(prefix)]

    def retire(self, outputs: Sequence[StoredOutput]) -> None:
        self.retired.update(outputs)

    def remove(self, outputs: Sequence[StoredOutput]) -> None:
        for output in outputs:
            self.stored.pop(output, None)
            self.retired.discard(output)

    def url(self, key: str) -> str:
        return f"https://outputs.example/{key}"

    def current(self) -> dict[str, bytes]:
        """Return what is stored and not retired, by key."""
        return {output.key: body for output, body in self.stored.items() if output not in self.retired}
