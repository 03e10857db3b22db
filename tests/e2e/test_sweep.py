"""What gets stuck is taken up again, in the whole local stack, on its schedule."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from darkroom import Client, ImageFailed
from PIL import Image as Pixels

from tests.e2e.conftest import RunningStack, started_stack

SETTINGS = {"UPLOAD_EXPIRES": "1", "STUCK_AFTER": "2"}


@pytest.fixture(scope="module")
def deaf_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """A stack that S3 tells nothing, so that only the sweep finds anything."""
    state = tmp_path_factory.mktemp("deaf")
    with started_stack(state, "--sweep-every", "1", settings=SETTINGS) as stack:
        bucket = stack.environment["UPLOAD_BUCKET"]
        stack.aws.s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
        yield stack


def test_an_upload_whose_event_never_came_becomes_ready(deaf_stack: RunningStack, tmp_path: Path) -> None:
    image = tmp_path / "cat.png"
    Pixels.linear_gradient("L").save(image)
    with Client(deaf_stack.url, deaf_stack.token) as client:
        assert client.upload(image, timeout=60).status == "ready"


def test_a_form_that_nobody_used_expires(deaf_stack: RunningStack) -> None:
    form = {"filename": "never.png"}
    created = requests.post(f"{deaf_stack.url}/images", json=form, headers=deaf_stack.headers, timeout=10)
    with Client(deaf_stack.url, deaf_stack.token) as client, pytest.raises(ImageFailed) as caught:
        client.wait(created.json()["id"], timeout=60)
    error = caught.value.image.error
    assert error is not None
    assert error.code == "upload_expired"
