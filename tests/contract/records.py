"""Sample image records."""

import uuid
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from chalicelib.models import (
    ContentCredentials,
    Erasure,
    Failure,
    Image,
    ImageMetadata,
    LockedVersions,
    MultipartUpload,
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


def a_full_image() -> Image:
    """Return a record with every nested value, although no release writes one with all of them."""
    image = a_ready_image(an_image(status=Status.READY, revision=1))
    (variant,) = image.variants
    ends = replace(variant, name="small", key="k/v/small.webp", expires_at=NOW)
    return replace(
        image,
        upload_policy=UPLOAD_POLICY,
        multipart=MultipartUpload(upload_id="u", size=9, part_size=5, expires_at=NOW),
        metadata=ImageMetadata(external_id="ticket-7", tags=("a",)),
        metadata_revision=1,
        error=Failure(code="corrupt_image", detail="It is broken"),
        erasure=Erasure(requested_at=NOW, locked=LockedVersions(count=2, until=NOW)),
        variants=(variant, ends),
    )
