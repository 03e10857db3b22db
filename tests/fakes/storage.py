"""Fakes of the buckets."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.errors import ObjectNotFound, SourceUnreadable
from chalicelib.models import Source, StoredOutput, UploadForm, UploadPolicy
from tests.fakes.clock import START, FakeClock


@dataclass(frozen=True)
class FakeSourceObject:
    source: Source
    content: bytes
    is_output: bool = False
    image_id: str | None = None
    content_encoding: str | None = None
    last_modified: datetime = START
    archived: bool = False

    def read(self) -> bytes:
        if self.archived:
            raise SourceUnreadable("archived")
        return self.content


@dataclass
class FakeSourceStorage:
    """A bucket with or without versioning.

    `objects` are the newest versions, `history` all versions with a version id, oldest first, and delete
    markers (None).
    """

    clock: FakeClock = field(default_factory=FakeClock)
    objects: dict[str, FakeSourceObject] = field(default_factory=dict)
    history: dict[tuple[str, str], FakeSourceObject | None] = field(default_factory=dict)
    versioned: bool = True
    puts: int = 0

    def put(
        self, key: str, content: bytes, content_type: str = "image/jpeg", form: str | None = None
    ) -> Source:
        """Store an object as any tool does or, with `form`, as with the form of the image with this id."""
        self.puts += 1
        source = Source(
            etag=hashlib.md5(content, usedforsecurity=False).hexdigest(),
            version_id=f"v{self.puts}" if self.versioned else None,
            size=len(content),
            content_type=content_type,
        )
        self.objects[key] = FakeSourceObject(source, content, image_id=form, last_modified=self.clock())
        if source.version_id is not None:
            self.history[key, source.version_id] = self.objects[key]
        return source

    def archive(self, key: str, *, archived: bool = True) -> None:
        """Move the newest version into an archive storage class, or restore it."""
        moved = replace(self.objects[key], archived=archived)
        self.objects[key] = moved
        if moved.source.version_id is not None:
            self.history[key, moved.source.version_id] = moved

    def presign_upload(
        self, key: str, policy: UploadPolicy, *, image_id: str, owner: str, expires_at: datetime
    ) -> UploadForm:
        fields = {
            "key": key,
            "Content-Type": policy.content_type,
            "success_action_status": "201",
            "policy": f"1..{policy.max_bytes}",
            "x-amz-meta-image-id": image_id,
            "x-amz-meta-owner": owner,
        }
        if policy.checksum_sha256:
            fields["x-amz-checksum-sha256"] = policy.checksum_sha256
        return UploadForm(url="https://uploads.example/", fields=fields, expires_at=expires_at)

    def origin(self) -> str:
        return "https://uploads.example"

    def open(self, key: str) -> FakeSourceObject:
        try:
            return self.objects[key]
        except KeyError:
            raise ObjectNotFound(key) from None

    def open_version(self, key: str, source: Source) -> FakeSourceObject:
        version = source.version_id
        found = self.objects.get(key) if version is None else self.history.get((key, version))
        if found is None or found.source.etag != source.etag:
            raise ObjectNotFound(key)
        return found

    def list(self, prefix: str, after: str = "") -> Iterator[tuple[str, Source]]:
        for key in sorted(self.objects, key=str.encode):
            if key.startswith(prefix) and key.encode() > after.encode():
                source = self.objects[key].source
                yield key, Source(etag=source.etag, size=source.size)

    def delete(self, key: str) -> None:
        self.objects.pop(key, None)
        if self.versioned:
            self.puts += 1
            self.history[key, f"v{self.puts}"] = None

    def remove_version(self, key: str, source: Source) -> None:
        if source.version_id is not None:
            self.history.pop((key, source.version_id), None)
        if key in self.objects and self.objects[key].source == source:
            del self.objects[key]
            versions = [found for (name, _), found in self.history.items() if name == key]
            if versions and versions[-1] is not None:
                self.objects[key] = versions[-1]

    def copy_version(self, key: str, source: Source, target: str) -> None:
        self.put(target, self.open_version(key, source).content, source.content_type)


@dataclass
class FakeOutputStorage:
    """A versioned bucket."""

    stored: dict[StoredOutput, bytes] = field(default_factory=dict)
    puts: int = 0

    def put(
        self, key: str, content: bytes, *, content_type: str, disposition: str, cache_tag: str
    ) -> StoredOutput:
        assert disposition.startswith("inline")
        assert content_type.startswith("image/")
        assert cache_tag
        self.puts += 1
        output = StoredOutput(key=key, version_id=f"v{self.puts}")
        self.stored[output] = content
        return output

    def put_new(
        self, key: str, content: bytes, *, content_type: str, disposition: str, cache_tag: str
    ) -> StoredOutput | None:
        if self.newest(key) is not None:
            return None
        return self.put(key, content, content_type=content_type, disposition=disposition, cache_tag=cache_tag)

    def newest(self, key: str) -> StoredOutput | None:
        return next((output for output in reversed(self.stored) if output.key == key), None)

    def list(self, prefix: str) -> Sequence[StoredOutput]:
        return [output for output in self.stored if output.key.startswith(prefix)]

    def remove(self, outputs: Sequence[StoredOutput]) -> None:
        for output in outputs:
            self.stored.pop(output, None)

    def url(self, key: str) -> str:
        return f"https://outputs.example/{key}"

    def origin(self) -> str:
        return "https://outputs.example"


@dataclass
class FakeArtifactStorage:
    """A versioned bucket; `objects` are its contents by key and version id."""

    objects: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def put(self, key: str, content: bytes) -> str:
        version_id = f"v{len(self.objects) + 1}"
        self.objects[key, version_id] = content
        return version_id

    def read(self, key: str, version_id: str, max_bytes: int) -> bytes:
        if (key, version_id) not in self.objects:
            raise ObjectNotFound(key)
        return self.objects[key, version_id][:max_bytes]
