"""Ports for the upload bucket, the processed bucket and the artifact bucket."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.models import Source, StoredOutput, UploadForm, UploadPolicy


class SourceObject(Protocol):
    """An opened upload. Its version is known, but its content has not been read yet."""

    @property
    def source(self) -> Source:
        """The version that `read` returns."""

    @property
    def is_output(self) -> bool:
        """True if the object is a copy of a variant that Darkroom rendered."""

    @property
    def image_id(self) -> str | None:
        """The image id in the form that the object was uploaded with, None without a form."""

    @property
    def last_modified(self) -> datetime | None:
        """The time at which the version was stored, None if it is unknown."""

    @property
    def content_encoding(self) -> str | None:
        """The Content-Encoding that the object was stored with. `read` does not undo it."""

    def read(self) -> bytes:
        """Read the whole content. Raises SourceUnreadable if S3 never returns it, as for archived objects.

        Raises ServiceUnavailable if it is shorter than the object's size.
        """


class SourceStorage(Protocol):
    """The upload bucket."""

    def presign_upload(
        self, key: str, policy: UploadPolicy, *, image_id: str, owner: str, expires_at: datetime
    ) -> UploadForm:
        """Sign a form that allows its bearer to POST objects under `key` until `expires_at`.

        The objects get the image id and the owner as metadata.
        """

    def origin(self) -> str:
        """Return the origin that forms are posted to, for a page's content security policy."""

    def open(self, key: str) -> SourceObject:
        """Open the newest version. Raises ObjectNotFound, ServiceUnavailable."""

    def open_version(self, key: str, source: Source) -> SourceObject:
        """Open exactly this version. Raises ObjectNotFound if it no longer exists, ServiceUnavailable."""

    def list(self, prefix: str, after: str = "") -> Iterator[tuple[str, Source]]:
        """Yield each key below `prefix` with its newest version, ordered by the keys' bytes.

        Start after the key `after`. Listings contain no version ids. Raises ServiceUnavailable.
        """

    def delete(self, key: str) -> None:
        """Delete the object, if it exists."""

    def remove_version(self, key: str, source: Source) -> None:
        """Permanently remove exactly this version, if it exists."""

    def copy_version(self, key: str, source: Source, target: str) -> None:
        """Copy exactly this version to another key in the bucket.

        Raises ObjectNotFound if it no longer exists.
        """


class OutputStorage(Protocol):
    """The processed bucket, which is versioned. The same key always has the same content."""

    def put(
        self, key: str, content: bytes, *, content_type: str, disposition: str, cache_tag: str
    ) -> StoredOutput:
        """Store one output and return the object version that this call wrote. Raises ConfigurationError.

        The output will be served with this content type and `Content-Disposition`, and with the cache tag.
        """

    def put_new(
        self, key: str, content: bytes, *, content_type: str, disposition: str, cache_tag: str
    ) -> StoredOutput | None:
        """Store one output like `put`, unless there is one under this key already.

        Return the object version that this call wrote, or None if another one was there: also if it is from
        this call, and the response to its first attempt got lost. Raises ConfigurationError,
        ServiceUnavailable.
        """

    def newest(self, key: str) -> StoredOutput | None:
        """Return the newest version of an output, which its URL leads to, or None."""

    def list(self, prefix: str) -> Sequence[StoredOutput]:
        """List every stored version of every key under `prefix`."""

    def remove(self, outputs: Sequence[StoredOutput]) -> None:
        """Permanently remove exactly these versions now."""

    def url(self, key: str) -> str:
        """Return a URL that browsers can fetch: the CDN's if one is configured, else one that expires."""

    def origin(self) -> str:
        """Return the origin of these URLs, for a page's content security policy."""


class ArtifactStorage(Protocol):
    """The artifact bucket, which contains files of the deployment."""

    def read(self, key: str, version_id: str, max_bytes: int) -> bytes:
        """Return exactly this version of an object, but at most its first `max_bytes` bytes.

        Raises ObjectNotFound if it does not exist or may not be read, ServiceUnavailable.
        """
