"""Inject faults into each call of a request for an upload with an Idempotency-Key."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from msgspec.structs import replace

from chalicelib.access.usage import Day
from chalicelib.aws.usage import DynamoDBUsageStore
from chalicelib.domain import part_plan
from chalicelib.errors import ServiceUnavailable
from chalicelib.images.uploads import Uploads
from chalicelib.models import IdempotencyKey, Image, UploadRequest
from tests.conftest import Aws
from tests.faults.conftest import make_harness
from tests.faults.harness import Harness
from tests.faults.injection import Fault, When
from tests.unit.deployment import LIMITS, SETTINGS

LARGE = part_plan.THRESHOLD + 1
FORM = UploadRequest(filename="cat.jpg", size=9)
PARTS = UploadRequest(filename="cat.jpg", size=LARGE, multipart=True)
REQUESTS = {
    "a form": (FORM, ("GetItem", "UpdateItem", "PutItem")),
    "parts": (PARTS, ("GetItem", "UpdateItem", "CreateMultipartUpload", "PutItem")),
}
FAULTS = [Fault.THROTTLE, Fault.ERROR_500, Fault.TIMEOUT, Fault.RESET]
CLIENTS = 8


@dataclass(frozen=True)
class Caller:
    """An owner who sends the same request again and again, to any of several processes."""

    request: UploadRequest
    owner: str = field(default_factory=lambda: uuid4().hex)

    def send(self, harness: Harness) -> Image:
        key = IdempotencyKey(value="key", body=b"{}")
        return uploads_of(harness).create(self.request, owner=self.owner, key=key).image

    def counted(self, harness: Harness) -> int:
        """Return how many images count against the caller's quota."""
        day = Day.of(harness.clock()).name
        key = {"id": {"S": f"usage#{self.owner}#{day}"}}
        found = harness.dynamodb.get_item(TableName=harness.settings.images_table, Key=key)
        return int(found["Item"]["images"]["N"])


def uploads_of(harness: Harness) -> Uploads:
    app = harness.app
    quotas = replace(
        app.quotas,
        usage=DynamoDBUsageStore(harness.dynamodb, harness.settings.images_table),
        limits=replace(LIMITS, bytes=100 * LARGE),
    )
    settings = replace(SETTINGS, max_upload_bytes=LARGE)
    forms = replace(app.upload_forms, settings=settings, quotas=quotas)
    return Uploads(
        forms=forms,
        multipart=replace(app.multipart_uploads, forms=forms, part_size=part_plan.part_size),
        store=app.store,
        secret=lambda: b"secret",
        shown=app.lookup.expiry.shown,
    )


def open_uploads(harness: Harness, image: Image) -> list[str]:
    listed = harness.test_s3.list_multipart_uploads(Bucket=harness.settings.upload_bucket, Prefix=image.key)
    return [upload["UploadId"] for upload in listed.get("Uploads", ())]


def upload_ids(image: Image) -> list[str]:
    return [] if image.multipart is None else [image.multipart.upload_id]


@pytest.fixture(params=REQUESTS)
def case(request: pytest.FixtureRequest) -> tuple[UploadRequest, tuple[str, ...]]:
    return REQUESTS[request.param]


def test_these_calls_are_made_and_no_others(
    no_retry_harness: Harness, case: tuple[UploadRequest, tuple[str, ...]]
) -> None:
    request, calls = case
    caller = Caller(request)
    for expected in (calls, ("GetItem",)):
        no_retry_harness.injector.reset()
        caller.send(no_retry_harness)
        assert tuple(no_retry_harness.injector.calls) == expected


def test_a_request_can_be_repeated_after_a_fault_in_any_call(
    no_retry_harness: Harness, case: tuple[UploadRequest, tuple[str, ...]]
) -> None:
    harness, (request, calls) = no_retry_harness, case
    for position, fault, when in product(range(len(calls)), FAULTS, When):
        caller = Caller(request)
        harness.injector.fail_call(position, fault, when)
        with suppress(ServiceUnavailable):
            caller.send(harness)
        harness.injector.reset()
        image = caller.send(harness)
        counted = caller.counted(harness)
        assert counted in (1, 2), (position, fault, when)
        assert (caller.send(harness), caller.counted(harness)) == (image, counted)
        assert set(upload_ids(image)) <= set(open_uploads(harness, image))


def test_concurrent_requests_create_one_image(aws: Aws, case: tuple[UploadRequest, tuple[str, ...]]) -> None:
    request, _ = case
    harnesses = [make_harness(aws, sdk_retries=True) for _ in range(CLIENTS)]
    for number, harness in enumerate(harnesses):
        harness.clock.advance(timedelta(seconds=number))
    caller = Caller(request)
    with ThreadPoolExecutor(CLIENTS) as pool:
        images = list(pool.map(caller.send, harnesses))
    assert all(image == images[0] for image in images)
    assert 1 <= caller.counted(harnesses[0]) <= CLIENTS
    assert open_uploads(harnesses[0], images[0]) == upload_ids(images[0])
