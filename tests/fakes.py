"""In-memory stand-ins for the ports. The contract suite runs over them and over the real adapters."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from chalicelib.errors import InvalidCursor, ObjectNotFound, UnsupportedFormat
from chalicelib.models import (
    Image,
    ImageInfo,
    ListRequest,
    Page,
    Placeholder,
    Rendered,
    Rendering,
    Source,
    Status,
    StoredOutput,
    UploadForm,
    VariantPlan,
)

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass
class FakeClock:
    """Stands still until told."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


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


@dataclass
class FakeImageStore:
    """A table whose every operation is atomic."""

    images: dict[str, Image] = field(default_factory=dict)

    def create(self, image: Image) -> None:
        self.images[image.id] = image

    def get(self, image_id: str) -> Image | None:
        return self.images.get(image_id)

    def claim(self, fresh: Image) -> Image:
        before = self.images.get(fresh.id)
        if before is None:
            claimed = replace(fresh, revision=1)
        elif before.status is Status.DELETED:
            claimed = replace(fresh, revision=before.revision + 1, cleanup_pending=before.cleanup_pending)
        else:
            claimed = replace(
                before,
                status=fresh.status,
                key=fresh.key,
                updated_at=fresh.updated_at,
                revision=before.revision + 1,
                expires_at=None,
            )
        self.images[fresh.id] = claimed
        return claimed

    def finalize(self, image: Image) -> bool:
        current = self.images.get(image.id)
        if current is None or current.revision != image.revision:
            return False
        self.images[image.id] = image
        return True

    def list(self, owner: str, request: ListRequest) -> Page:
        mine = sorted(
            (image for image in self.images.values() if image.owner == owner),
            key=lambda image: (image.created_at, image.id),
            reverse=True,
        )
        wanted = [image for image in mine if request.status in {None, image.status}]
        start = self._start(wanted, request.cursor)
        page = wanted[start : start + request.limit]
        more = len(wanted) > start + request.limit
        return Page(images=tuple(page), cursor=page[-1].id if more else None)

    def _start(self, wanted: Sequence[Image], cursor: str | None) -> int:
        if cursor is None:
            return 0
        if cursor not in self.images:
            raise InvalidCursor(cursor, "cursor")
        return [image.id for image in wanted].index(cursor) + 1


@dataclass
class FakeEngine:
    """Takes any bytes that begin with `picture` for a picture of 400x300."""

    def inspect(self, content: bytes) -> ImageInfo:
        if not content.startswith(b"picture"):
            raise UnsupportedFormat("these bytes are no picture")
        return ImageInfo(format="jpeg", content_type="image/jpeg", width=400, height=300)

    def render(self, content: bytes, info: ImageInfo, plans: Sequence[VariantPlan]) -> Rendering:
        return Rendering(
            variants=tuple(
                Rendered(
                    name=plan.spec.name,
                    content=b"%s as %s" % (content, plan.spec.name.encode()),
                    content_type=info.content_type,
                    extension="jpg",
                    width=plan.width,
                    height=plan.height,
                )
                for plan in plans
            ),
            placeholder=Placeholder(thumbhash="AAAA", color="#aabbcc"),
        )
