"""The scheduled sweep of the local stack finishes images that got stuck."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from darkroom import Client, ImageFailed
from PIL import Image as Pixels

from tests.e2e.conftest import RunningStack, started_stack

SETTINGS = {"UPLOAD_EXPIRES": "1", "STUCK_AFTER": "2"}


@pytest.fixture(scope="module")
def stack_without_events(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """A stack that receives no events from S3, so that only the sweep finds images."""
    state = tmp_path_factory.mktemp("sweep")
    with started_stack(state, "--no-cdn", "--no-events", "--sweep-every", "1", settings=SETTINGS) as stack:
        bucket = stack.environment["UPLOAD_BUCKET"]
        stack.aws.s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
        yield stack


def test_an_upload_whose_event_is_lost_becomes_ready(
    stack_without_events: RunningStack, tmp_path: Path
) -> None:
    image = tmp_path / "cat.png"
    Pixels.linear_gradient("L").save(image)
    with Client(stack_without_events.url, stack_without_events.token) as client:
        assert client.upload(image, timeout=60).status == "ready"


def test_an_unused_upload_form_expires(stack_without_events: RunningStack) -> None:
    form = {"filename": "never.png"}
    created = requests.post(
        f"{stack_without_events.url}/images", json=form, headers=stack_without_events.headers, timeout=10
    )
    with (
        Client(stack_without_events.url, stack_without_events.token) as client,
        pytest.raises(ImageFailed) as caught,
    ):
        client.wait(created.json()["id"], timeout=60)
    error = caught.value.image.error
    assert error is not None
    assert error.code == "upload_expired"
