"""Webhooks in the whole local stack, to a receiver that checks them with the client library."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from darkroom import Client, InvalidWebhook
from darkroom.models import Status
from darkroom.webhooks import verify
from PIL import Image as Pixels

from local.process import ROOT
from tests.e2e.conftest import RunningStack
from tests.receiver import Received, Receiver

pytestmark = pytest.mark.timeout(120)

OWNER = "public"
TIMEOUT_SECONDS = 60


@pytest.fixture(autouse=True)
def _no_endpoint_stays(stack: RunningStack) -> Iterator[None]:
    yield
    webhook(stack, "remove", OWNER)


def webhook(stack: RunningStack, *arguments: str) -> str:
    """Type `python -m ops webhook …` beside the stack; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "ops", "webhook", *arguments],
        cwd=ROOT,
        env=os.environ | stack.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def upload(stack: RunningStack, folder: Path) -> str:
    image = folder / "cat.png"
    Pixels.linear_gradient("L").save(image)
    with Client(stack.url, stack.token) as client:
        return client.upload(image).id


def about(receiver: Receiver, image_id: str, count: int) -> list[Received]:
    """Wait for so many calls about an image."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while True:
        own = [each for each in receiver.received if each.headers["webhook-id"].startswith(image_id)]
        if len(own) >= count:
            return own
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_an_endpoint_that_fails_first_gets_the_same_event_again(stack: RunningStack, tmp_path: Path) -> None:
    with Receiver(statuses=[500, 204]) as receiver:
        secret = webhook(stack, "set", OWNER, receiver.url)
        image_id = upload(stack, tmp_path)
        calls = about(receiver, image_id, 2)
    first, second = (verify(call.body, call.headers, secret) for call in calls)
    assert first == second
    assert first.image is not None
    assert (first.type, first.image.id, first.image.status) == ("image.ready", image_id, Status.READY)
    attempts = [int(call.headers["webhook-timestamp"]) for call in calls]
    assert attempts[1] - attempts[0] >= 5


def test_after_a_new_secret_the_old_one_verifies_nothing_more(stack: RunningStack) -> None:
    with Receiver() as receiver:
        old = webhook(stack, "set", OWNER, receiver.url)
        new = webhook(stack, "set", OWNER, receiver.url)
        assert webhook(stack, "test", OWNER) == "The endpoint answered 200."
    [call] = receiver.received
    assert verify(call.body, call.headers, new).type == "test"
    with pytest.raises(InvalidWebhook):
        verify(call.body, call.headers, old)
