"""Inject faults into each call of a request about a multipart upload."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest

from chalicelib.domain import part_plan
from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Image, UploadRequest
from tests.faults.harness import Harness
from tests.faults.injection import Fault, When

OWNER = "alice"
CONTENT = b"image in"
COMPLETION = ("GetItem", "ListParts", "CompleteMultipartUpload")
ENDING = ("GetItem", "AbortMultipartUpload", "UpdateItem")
FAULTS = [Fault.THROTTLE, Fault.ERROR_500, Fault.TIMEOUT, Fault.RESET]
Act = Callable[[Harness, Image], object]


def uploaded(harness: Harness) -> Image:
    """Return an image whose only part is stored."""
    # The model gives all first images of an application the same token.
    request = UploadRequest(filename=f"{uuid4()}.jpg", size=len(CONTENT))
    image = harness.app.multipart_uploads.create(request, owner=OWNER).image
    assert image.multipart is not None
    harness.test_s3.upload_part(
        Bucket=harness.settings.upload_bucket,
        Key=image.key,
        UploadId=image.multipart.upload_id,
        PartNumber=1,
        Body=CONTENT,
    )
    return image


def complete(harness: Harness, image: Image) -> None:
    harness.app.multipart_uploads.complete(image.id, owner=OWNER)


def end(harness: Harness, image: Image) -> None:
    harness.app.ended_uploads.end_due(image.id)


def with_fault(harness: Harness, act: Act, position: int, fault: Fault, when: When) -> Image:
    """Act with a fault in one of the calls."""
    image = uploaded(harness)
    if act is end:
        harness.clock.advance(part_plan.LIFETIME)
    harness.injector.fail_call(position, fault, when)
    with suppress(ServiceUnavailable):
        act(harness, image)
    harness.injector.reset()
    return image


def stored(harness: Harness, image: Image) -> list[int]:
    """Return the sizes of all versions of the image's object."""
    listed = harness.test_s3.list_object_versions(Bucket=harness.settings.upload_bucket, Prefix=image.key)
    return [version["Size"] for version in listed.get("Versions", ())]


def is_open(harness: Harness, image: Image) -> bool:
    listed = harness.test_s3.list_multipart_uploads(Bucket=harness.settings.upload_bucket, Prefix=image.key)
    return bool(listed.get("Uploads"))


@pytest.mark.parametrize(("act", "calls"), [(complete, COMPLETION), (end, ENDING)])
def test_these_calls_are_made_and_no_others(
    no_retry_harness: Harness, act: Act, calls: tuple[str, ...]
) -> None:
    image = uploaded(no_retry_harness)
    if act is end:
        no_retry_harness.clock.advance(part_plan.LIFETIME)
    no_retry_harness.injector.reset()
    act(no_retry_harness, image)
    assert tuple(no_retry_harness.injector.calls) == calls


def test_a_completion_is_repeated_after_a_fault_in_any_call(no_retry_harness: Harness) -> None:
    for position, fault, when in product(range(len(COMPLETION)), FAULTS, When):
        image = with_fault(no_retry_harness, complete, position, fault, when)
        complete(no_retry_harness, image)
        assert stored(no_retry_harness, image) == [len(CONTENT)], (position, fault, when)


def test_the_sweep_ends_an_upload_after_a_fault_in_any_call(no_retry_harness: Harness) -> None:
    cases = list(product(range(len(ENDING)), FAULTS, When))
    images = [with_fault(no_retry_harness, end, *case) for case in cases]
    # After an error of S3, the upload waits for an hour.
    no_retry_harness.clock.advance(part_plan.LIFETIME + timedelta(seconds=1))
    no_retry_harness.app.sweep.run(NO_DEADLINE)
    for image, case in zip(images, cases, strict=True):
        record = no_retry_harness.app.store.get(image.id)
        assert record is not None
        assert record.multipart is None, case
        assert not is_open(no_retry_harness, image)
        assert stored(no_retry_harness, image) == []
