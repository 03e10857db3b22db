"""How long a run has to wait for AWS until the image is ready, whatever the machine's speed."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import boto3
import pytest
from botocore.model import OperationModel
from msgspec.structs import replace

from chalicelib.bootstrap.application import Darkroom
from chalicelib.domain.deadline import Deadline
from chalicelib.domain.s3_events import from_s3_event
from chalicelib.imaging import parallel
from chalicelib.models import Status
from chalicelib.processing.parallel_storing import AT_ONCE
from load import assumptions
from tests.functional.conftest import App
from tests.functional.waiting import WaitingThreads, Waits

GIVEN = assumptions.read().latency_ms
# The record, the owner's leases, the claim and the outcome follow each other. The retention policy is read
# while the last variant is being stored.
LEAST = 4 * GIVEN.dynamodb + GIVEN.s3_large + GIVEN.s3_small
NAMES = ("300x300", "square", "small", "large")
Measure = Callable[[int, int], float]


@pytest.fixture
def waits_for(app: App, png: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Measure]:
    """Return a function that measures a run with a number of variants and of threads that store them."""
    # The threads of several cores would make the order of calls a matter of luck.
    monkeypatch.setattr(parallel, "available_cores", lambda: 1)
    boto3.setup_default_session()
    yield partial(_waits, app, png)
    boto3.setup_default_session()


def _waits(app: App, content: bytes, variants: int, threads: int) -> float:
    waits = Waits()

    def wait(model: OperationModel, **_: object) -> None:
        is_large = model.name == "GetObject"
        s3 = GIVEN.s3_large if is_large else GIVEN.s3_small
        waits.now += s3 if model.service_model.service_name == "s3" else GIVEN.dynamodb

    image_id = app.upload(content, variants=list(NAMES[:variants]))
    boto3.setup_default_session()
    assert boto3.DEFAULT_SESSION is not None
    boto3.DEFAULT_SESSION.events.register("before-call", wait)
    darkroom = Darkroom({**app.aws.environment, "EVENT_BUS": ""})
    vars(darkroom)["steps"] = replace(darkroom.steps, executor=lambda: WaitingThreads(waits, threads))
    for event in from_s3_event(_event(app, app.key_of("cat.png", image_id))):
        darkroom.fair_share.process(event, Deadline(lambda: 60_000))
    until_ready = waits.now
    image = darkroom.store.get(image_id)
    assert image is not None
    assert (image.status, len(image.variants)) == (Status.READY, variants)
    return until_ready


def _event(app: App, key: str) -> dict[str, Any]:
    """Return S3's event about the newest version of an object."""
    found = app.aws.clients.s3.head_object(Bucket=app.aws.resources.upload_bucket, Key=key)
    event = app.event(key)
    event["Records"][0]["s3"]["object"] |= {"eTag": found["ETag"].strip('"'), "versionId": found["VersionId"]}
    return event


def test_one_variant_waits_for_nothing_that_it_does_not_need(waits_for: Measure) -> None:
    assert waits_for(1, AT_ONCE) == LEAST


def test_four_variants_wait_as_long_as_one(waits_for: Measure) -> None:
    assert waits_for(4, AT_ONCE) == LEAST


def test_without_threads_each_further_variant_would_wait_for_the_one_before(waits_for: Measure) -> None:
    assert waits_for(4, 1) == LEAST + 3 * GIVEN.s3_small
