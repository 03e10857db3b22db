"""The JSON documents of the API: one shape for an image, wherever it appears."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from chalicelib.models import Image, Page, Status, UploadForm, Variant
from chalicelib.presets import Presets

UrlOf = Callable[[str], str]


def image(record: Image, url_of: UrlOf) -> dict[str, Any]:
    """Build the document of one image; `url_of` turns an output's key into a URL."""
    error = record.error if record.status is Status.FAILED else None
    return {
        "id": record.id,
        "status": record.status.value,
        "filename": record.filename,
        "content_type": record.content_type,
        "size": record.size,
        "width": record.width,
        "height": record.height,
        "created_at": timestamp(record.created_at),
        "updated_at": timestamp(record.updated_at),
        "placeholder": msgspec.to_builtins(record.placeholder),
        "variants": [_variant(variant, url_of) for variant in record.variants],
        "error": msgspec.to_builtins(error),
    }


def upload(record: Image, form: UploadForm, url_of: UrlOf) -> dict[str, Any]:
    """Build the answer to a new upload: the document, and the form to send the file with."""
    fields: Mapping[str, Any] = msgspec.to_builtins(form)
    return {
        **image(record, url_of),
        "upload": {**fields, "expires_at": timestamp(form.expires_at)},
    }


def page(listing: Page, url_of: UrlOf) -> dict[str, Any]:
    """Build one page of the listing."""
    return {"images": [image(record, url_of) for record in listing.images], "next_cursor": listing.cursor}


def presets(configured: Presets) -> dict[str, Any]:
    """Build the list of presets."""
    return {"presets": msgspec.to_builtins(configured.presets), "default": configured.default}


def timestamp(moment: datetime) -> str:
    """Format a moment as RFC 3339 in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _variant(variant: Variant, url_of: UrlOf) -> dict[str, Any]:
    return {
        "name": variant.name,
        "url": url_of(variant.key),
        "content_type": variant.content_type,
        "width": variant.width,
        "height": variant.height,
        "size": variant.size,
    }
