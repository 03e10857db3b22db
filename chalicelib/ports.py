"""What the use cases need from outside.

Adapters fit by shape; one contract suite runs over each fake and its adapter.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.models import (
    Event,
    Image,
    ImageInfo,
    ListRequest,
    Page,
    Rendering,
    Source,
    StoredOutput,
    UploadForm,
    UploadTerms,
    VariantPlan,
)


class Clock(Protocol):
    """Tells the time; in tests it stands still."""

    def __call__(self) -> datetime:
        """Return the present moment, in UTC."""
        ...


class SourceObject(Protocol):
    """An uploaded object, opened: its version is known, its bytes are not read yet."""

    @property
    def source(self) -> Source:
        """The version that `read` will give."""
        ...

    @property
    def is_output(self) -> bool:
        """True when the object is one of our own outputs that somebody has put back."""
        ...

    @property
    def image_id(self) -> str | None:
        """The id in the upload form that the object came by; None for what other tools have put."""
        ...

    def read(self) -> bytes:
        """Read all bytes. Raises ServiceUnavailable when fewer arrive than the size says."""
        ...


class SourceStorage(Protocol):
    """The uploads bucket."""

    def presign_upload(
        self, key: str, terms: UploadTerms, *, image_id: str, owner: str, expires_in: int
    ) -> UploadForm:
        """Sign a form that lets its bearer POST objects on these terms under `key`, marked with id and owner.

        Good for `expires_in` seconds.
        """
        ...

    def origin(self) -> str:
        """Return scheme and host that forms are sent to, for a page's content security policy."""
        ...

    def open(self, key: str) -> SourceObject:
        """Open the newest version. Raises ObjectNotFound, ServiceUnavailable."""
        ...

    def list(self, prefix: str, after: str = "") -> Iterator[tuple[str, Source]]:
        """Yield each key below `prefix` with its newest version, in the order of the keys' bytes.

        `after` is a key to go on after. Listings do not know version ids. Raises ServiceUnavailable.
        """
        ...

    def delete(self, key: str) -> None:
        """Delete the object; deleting what is not there is no error."""
        ...


class OutputStorage(Protocol):
    """The processed bucket. Keys are immutable: the same key always holds the same bytes."""

    def put(self, key: str, content: bytes, *, content_type: str, disposition: str) -> StoredOutput:
        """Store one output; the handle names exactly the version that this call wrote.

        It will be served with this content type and this `Content-Disposition`.
        """
        ...

    def list(self, prefix: str) -> Sequence[StoredOutput]:
        """List every stored version of every key under `prefix`."""
        ...

    def retire(self, outputs: Sequence[StoredOutput]) -> None:
        """Mark exactly these versions for removal by the bucket's lifecycle, which runs once a day."""
        ...

    def remove(self, outputs: Sequence[StoredOutput]) -> None:
        """Remove exactly these versions now and for good."""
        ...

    def url(self, key: str) -> str:
        """Return a URL that a browser can GET: the CDN's where one is configured, else a short-lived one."""
        ...

    def origin(self) -> str:
        """Return scheme and host of these URLs, for a page's content security policy."""
        ...


class ImageStore(Protocol):
    """The table of records. Reads by id are strongly consistent; listings may lag."""

    def create(self, image: Image) -> None:
        """Write a new record; its id is random, so there is none before it."""
        ...

    def get(self, image_id: str) -> Image | None:
        """Return the record, a `deleted` one included, or None."""
        ...

    def claim(self, fresh: Image) -> Image:
        """Add 1 to the revision, set `processing`, return the record as it is now, in one atomic write.

        Where there is no record, or only a deleted one, `fresh` supplies what a record needs.
        """
        ...

    def finalize(self, image: Image) -> bool:
        """Replace the record if its revision is still `image.revision`; False means superseded."""
        ...

    def stuck(self, before: datetime, limit: int) -> Sequence[Image]:
        """List records that are open and were last touched before a moment, the oldest first.

        The listing may lag: read a record again before acting on it.
        """
        ...

    def list(self, owner: str, request: ListRequest) -> Page:
        """List the owner's records, newest first, without deleted ones. Raises InvalidCursor.

        A page may be short, or empty, and go on all the same: only a missing cursor is the end.
        """
        ...


class ImageSurvey(Protocol):
    """The table of records, read in bulk. What it shows may lag a little."""

    def find(self, image_ids: Sequence[str]) -> Mapping[str, Image]:
        """Return those of the records that exist, by id. Raises ServiceUnavailable."""
        ...

    def failed(self, code: str) -> Iterator[Image]:
        """Yield every record that failed with this code, in no order. Raises ServiceUnavailable."""
        ...


class EventSender(Protocol):
    """The way into the function that processes uploads, with the promises that S3's own events have."""

    def send(self, key: str, source: Source | None) -> None:
        """Ask for a run. The version makes a duplicate recognisable; None forces the run.

        Raises ServiceUnavailable.
        """
        ...


class EventPublisher(Protocol):
    """Where others learn what became of an image."""

    def publish(self, event: Event) -> None:
        """Hand the event over for good. Raises ServiceUnavailable when it is not surely taken."""
        ...


class ImageEngine(Protocol):
    """Decodes and renders. Bytes in, bytes out; raises Rejected and nothing else for a bad picture."""

    def inspect(self, content: bytes) -> ImageInfo:
        """Read the header only and refuse what the limits do not allow. Raises Rejected."""
        ...

    def render(self, content: bytes, info: ImageInfo, plans: Sequence[VariantPlan]) -> Rendering:
        """Decode once and render every plan. Raises Rejected."""
        ...
