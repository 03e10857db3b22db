"""Sample image records."""

import uuid
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from chalicelib.models import (
    ContentCredentials,
    Image,
    Placeholder,
    Provenance,
    Source,
    Status,
    UploadPolicy,
    Variant,
)

NOW = datetime(2026, 1, 1, 12, 0, 0, 123456, tzinfo=UTC)

UPLOAD_POLICY = UploadPolicy(content_type="image/jpeg", max_bytes=9, checksum_sha256="A" * 43 + "=")


def an_image(**changes: Any) -> Image:
    image = Image(
        id=uuid.uuid4().hex,
        key="images/späße +1 %.jpg",
        filename="späße +1 %.jpg",
        owner=uuid.uuid4().hex,
        status=Status.PENDING,
        created_at=NOW,
        updated_at=NOW,
    )
    return replace(image, **changes)


def a_ready_image(claimed: Image) -> Image:
    return replace(
        claimed,
        status=Status.READY,
        content_type="image/jpeg",
        size=4_167_727,
        source=Source(etag="e1", version_id="v1", size=4_167_727, content_type="image/jpeg"),
        fingerprint="0123456789abcdef",
        width=4032,
        height=3024,
        placeholder=Placeholder(thumbhash="1QcSHQRnh493V4dIh4eXh1h4kJUI", color="#aabbcc"),
        provenance=Provenance(
            digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
            content_credentials=ContentCredentials(claim_generator="Camera 1.0"),
        ),
        variants=(
            Variant(
                name="300x300",
                key="k/v/300x300.jpg",
                content_type="image/jpeg",
                width=300,
                height=225,
                size=9,
            ),
        ),
    )
