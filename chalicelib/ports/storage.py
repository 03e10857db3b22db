"""The two buckets."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from chalicelib.models import Source, StoredOutput, UploadForm, UploadPolicy


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
        self, key: str, policy: UploadPolicy, *, image_id: str, owner: str, expires_in: int
    ) -> UploadForm:
        """Sign a form that lets its bearer POST objects under `key`, marked with id and owner.

        Good for `expires_in` seconds.
        """
        ...

    def origin(self) -> str:
        """Return scheme and host that forms are sent to, for a page's content security policy."""
        ...

    def open(self, key: str) -> SourceObject:
        """Open the newest version. Raises ObjectNotFound, ServiceUnavailable."""
        ...

    def open_version(self, key: str, source: Source) -> SourceObject:
        """Open exactly this version. Raises ObjectNotFound where it is gone, ServiceUnavailable."""
        ...

    def list(self, prefix: str, after: str = "") -> Iterator[tuple[str, Source]]:
        """Yield each key below `prefix` with its newest version, in the order of the keys' bytes.

        `after` is a key to go on after. Listings do not know version ids. Raises ServiceUnavailable.
        """
        ...

    def delete(self, key: str) -> None:
        """Delete the object; deleting what is not there is no error."""
        ...

    def remove_version(self, key: str, source: Source) -> None:
        """Remove exactly this version for good; removing what is not there is no error."""
        ...

    def copy_version(self, key: str, source: Source, target: str) -> None:
        """Copy exactly this version to another key of the bucket. Raises ObjectNotFound where it is gone."""
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
