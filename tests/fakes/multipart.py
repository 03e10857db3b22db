"""A fake of multipart uploads to the upload bucket."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from chalicelib.errors import NoMultipartUpload
from chalicelib.models import StoredPart, UploadPolicy
from tests.fakes.storage import FakeSourceStorage


@dataclass(frozen=True)
class FakeUpload:
    key: str
    content_type: str
    image_id: str
    parts: dict[int, bytes] = field(default_factory=dict)


@dataclass
class FakeMultipartStorage:
    """Multipart uploads to a fake bucket. `uploads` are those that are open, by id."""

    sources: FakeSourceStorage
    uploads: dict[str, FakeUpload] = field(default_factory=dict)
    begun: int = 0

    def begin(self, key: str, policy: UploadPolicy, *, image_id: str, owner: str) -> str:
        del owner
        self.begun += 1
        upload_id = f"upload{self.begun}"
        self.uploads[upload_id] = FakeUpload(key, policy.content_type, image_id)
        return upload_id

    def put_part(self, upload_id: str, number: int, content: bytes) -> None:
        """Store a part, as S3 does if its size is the signed one."""
        upload = self.uploads[upload_id]
        self.uploads[upload_id] = replace(upload, parts={**upload.parts, number: content})

    def sign_part(self, key: str, upload_id: str, *, number: int, size: int, expires_in: int) -> str:
        return (
            f"{self.location(key)}?uploadId={upload_id}&partNumber={number}&size={size}&expires={expires_in}"
        )

    def location(self, key: str) -> str:
        return f"{self.sources.origin()}/{key}"

    def stored(self, key: str, upload_id: str) -> Sequence[StoredPart]:
        parts = sorted(self._open(key, upload_id).parts.items())
        return [StoredPart(number=number, size=len(part), etag=_etag(part)) for number, part in parts]

    def complete(self, key: str, upload_id: str, parts: Sequence[StoredPart]) -> bool:
        upload = self._open(key, upload_id)
        stored = {part.number: part for part in self.stored(key, upload_id)}
        if any(stored.get(part.number) != part for part in parts):
            return False
        content = b"".join(upload.parts[part.number] for part in parts)
        del self.uploads[upload_id]
        self.sources.put(key, content, upload.content_type, form=upload.image_id)
        return True

    def abort(self, key: str, upload_id: str) -> None:
        if upload_id in self.uploads:
            assert self.uploads[upload_id].key == key
            del self.uploads[upload_id]

    def _open(self, key: str, upload_id: str) -> FakeUpload:
        upload = self.uploads.get(upload_id)
        if upload is None or upload.key != key:
            raise NoMultipartUpload(upload_id)
        return upload


def _etag(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
