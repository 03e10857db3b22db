"""Build HTTP responses with their headers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from http import HTTPStatus

import msgspec
from chalice.app import Response

from chalicelib import VERSION
from chalicelib.api import etags
from chalicelib.api import security_headers as security
from chalicelib.api.documents import HealthDocument, ImageDocument
from chalicelib.api.erasure_documents import ErasureDocument
from chalicelib.api.form_documents import CompanionDocument
from chalicelib.api.links import Links
from chalicelib.api.multipart_documents import ResumedPartsDocument
from chalicelib.api.new_image_documents import NewImageDocument, UploadedImageDocument
from chalicelib.domain import retry_after
from chalicelib.domain.kept_data import DataLifetimes
from chalicelib.models import Image, NewUpload, UploadForm, UploadParts

# Documents contain signed URLs and redirects can point to them, so caches must not store either.
_NO_STORE = {"Cache-Control": "no-store"}
# Only the caller may cache a document with an ETag, and must revalidate it before each use.
_REVALIDATE = {"Cache-Control": "private, no-cache"}


def json(
    body: object, status: HTTPStatus = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a response with a JSON body."""
    return Response(
        body=msgspec.json.encode(body).decode(),
        status_code=status.value,
        headers={"Content-Type": "application/json", **_NO_STORE, **(headers or {})},
    )


def image(record: Image, links: Links, *, now: datetime, url_expires: int) -> Response:
    """Return a response with an image's document, and `Retry-After` until its status is final.

    Signed URLs are valid for `url_expires` seconds. `now` must be a time before that of their signatures.
    """
    etag = etags.of_image(record, now=now, url_expires=url_expires, on_demand=links.on_demand)
    waiting = {} if record.status.terminal else _retry_after(retry_after.after_look(record, now))
    return json(ImageDocument.of(record, links), headers={"ETag": etag, **_REVALIDATE, **waiting})


def created(new: NewUpload, links: Links, status_url: str, variants: int) -> Response:
    """Return 201 with the document, the form or the parts, the status URL and the `Location` of the document.

    `Location` is relative to the request's URL, so it is also valid below a stage or a custom domain.
    `Retry-After` is the time from the end of the upload until the image, with so many `variants`, is ready.
    """
    waiting = _retry_after(retry_after.after_upload(new.image, variants))
    headers = {"Location": f"images/{new.image.id}", **waiting}
    document = NewImageDocument.with_upload(new, links, status_url)
    return json(document, HTTPStatus.CREATED, headers)


def uploaded(record: Image, links: Links, status_url: str) -> Response:
    """Return the document of an image whose multipart upload is complete, with the status URL."""
    waiting = {} if record.status.terminal else _retry_after(retry_after.after_upload(record))
    return json(UploadedImageDocument.with_status(record, links, status_url), headers=waiting)


def parts(resumed: UploadParts, status_url: str) -> Response:
    """Return a response with the parts of a multipart upload and the status URL."""
    return json(ResumedPartsDocument.with_status(resumed, status_url))


def companion(record: Image, form: UploadForm, status_url: str) -> Response:
    """Return a response with an upload form in the format of Uppy's Companion."""
    return json(CompanionDocument.for_image(record, form, status_url))


def accepted(record: Image, links: Links) -> Response:
    """Return 202 with the document and its `Location`, relative to `/images/{id}/reprocess`."""
    headers = {"Location": f"../{record.id}", **_retry_after(retry_after.after_upload(record))}
    return json(ImageDocument.of(record, links), HTTPStatus.ACCEPTED, headers)


def erasing(record: Image, lifetimes: DataLifetimes) -> Response:
    """Return 202 with the state of an erasure. `Location` is that of the image, which is gone."""
    headers = {"Location": record.id}
    return json(ErasureDocument.of(record, lifetimes), HTTPStatus.ACCEPTED, headers)


def redirect(url: str, max_age: int = 0) -> Response:
    """Return 302 to this URL, which anyone may cache for `max_age` seconds."""
    cached = {"Cache-Control": f"public, max-age={max_age}"} if max_age else _NO_STORE
    return Response(body="", status_code=HTTPStatus.FOUND.value, headers={"Location": url, **cached})


def healthy(*, uses_kernel: bool) -> Response:
    """Return a response with the version."""
    return json(HealthDocument(status="ok", version=VERSION, kernel=uses_kernel))


def no_content() -> Response:
    """Return 204 without a body."""
    return Response(body="", status_code=HTTPStatus.NO_CONTENT.value)


def page(html: str, origins: Iterable[str]) -> Response:
    """Return a response with one of our pages. `origins` are those that it may talk to."""
    return Response(
        body=html,
        status_code=HTTPStatus.OK.value,
        headers={
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": "no-cache",
            security.POLICY: security.page_policy(origins),
        },
    )


def _retry_after(seconds: int) -> Mapping[str, str]:
    return {"Retry-After": str(seconds)}
