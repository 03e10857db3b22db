"""Requests with an `Idempotency-Key`."""

import pytest
from msgspec.structs import replace

from chalicelib.domain import erasure, idempotency
from chalicelib.domain.tombstone import tombstone
from chalicelib.errors import IdempotencyKeyReused, ImageDeleted, ImageErased
from chalicelib.models import IdempotencyKey, Image, Status
from tests.fakes import START

DIGEST = "59KU7brZ3LUlN9bo"
IMAGE = Image(
    id="2HaicBhjP6CeXDmCTtIZCW08H51k",
    key="images/2HaicBhjP6CeXDmCTtIZCW08H51k/original",
    filename="cat.jpg",
    owner="alice",
    status=Status.PENDING,
    created_at=START,
    updated_at=START,
    request_digest=DIGEST,
)


def test_the_digest_is_an_hmac_of_the_body() -> None:
    # printf 'body#{}' | openssl dgst -sha256 -hmac secret -binary | basenc --base64url | cut -c -16
    identity = idempotency.identity(b"secret", "alice", IdempotencyKey(value="my key", body=b"{}"))
    assert (identity.image_id, identity.digest) == (IMAGE.id, DIGEST)


@pytest.mark.parametrize("status", [Status.PENDING, Status.PROCESSING, Status.READY, Status.FAILED])
def test_an_image_belongs_to_the_request_that_created_it(status: Status) -> None:
    image = replace(IMAGE, status=status)
    assert idempotency.created_by(DIGEST, image) is image
    with pytest.raises(IdempotencyKeyReused):
        idempotency.created_by("another", image)


@pytest.mark.parametrize("digest", [DIGEST, "another"])
def test_an_image_that_is_gone_belongs_to_no_request(digest: str) -> None:
    gone = tombstone(IMAGE, now=START)
    assert gone.request_digest is None
    # A file can still arrive with the form.
    for image in (gone, replace(gone, status=Status.READY)):
        with pytest.raises(ImageDeleted):
            idempotency.created_by(digest, image)
    marked = erasure.requested(IMAGE, now=START)
    for image in (marked, erasure.completed(marked, (), now=START)):
        assert image.request_digest is None
        with pytest.raises(ImageErased):
            idempotency.created_by(digest, image)
