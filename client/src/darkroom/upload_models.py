"""How the file of a new image gets to its bucket.

Their `repr` has no signatures and keys, so that logs may contain it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadForm:
    """A presigned upload form: POST `fields`, then the file, as multipart/form-data to `url`."""

    method: str = "POST"
    url: str
    fields: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPart:
    """One part of a file, of `size` bytes, which a PUT request sends to `url`. The first `number` is 1.

    `url` is None once the part is stored.
    """

    number: int
    size: int
    url: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipartUpload:
    """The parts of a file. All of them have `part_size` bytes except the last one, which may be smaller.

    The URLs of the parts expire at `expires_at`.
    """

    part_size: int
    parts: tuple[UploadPart, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumedUpload(MultipartUpload):
    """The parts of an upload that was interrupted; those without a `url` are stored already.

    `status_url` replaces that of the `Upload`, which may have expired.
    """

    status_url: str = field(repr=False)

    def for_browser(self) -> dict[str, Any]:
        """Return the JSON document that an upload endpoint sends to the browser, without secrets."""
        document: dict[str, Any] = msgspec.to_builtins(self)
        return document


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A new image whose file somebody else uploads, such as a browser.

    The file goes to `form`, or in parts to `multipart`; the other one is None. Until it expires, anyone can
    GET the image's document from `status_url` without a token. `document` is the service's response,
    including fields that this version of the client does not know. `retry_after` is the number of seconds
    from the end of the upload until the image is probably ready.
    """

    id: str
    status_url: str = field(repr=False)
    form: UploadForm | None = None
    multipart: MultipartUpload | None = None
    document: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    retry_after: float | None = None

    def for_browser(self) -> dict[str, Any]:
        """Return the JSON document that an upload endpoint sends to the browser, without secrets."""
        return {
            "id": self.id,
            "status_url": self.status_url,
            "upload": msgspec.to_builtins(self.form),
            "multipart": msgspec.to_builtins(self.multipart),
        }
