"""Webhooks of the local stack, verified with the client library."""

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
def _remove_endpoint(stack: RunningStack) -> Iterator[None]:
    yield
    webhook(stack, "remove", OWNER)


def webhook(stack: RunningStack, *arguments: str) -> str:
    """Run `python -m ops webhook …` with the stack's settings; return its output."""
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


def wait_for_calls(receiver: Receiver, image_id: str, count: int) -> list[Received]:
    """Wait until the receiver has `count` calls for an image; return them."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while True:
        own = [each for each in receiver.received if each.headers["webhook-id"].startswith(image_id)]
        if len(own) >= count:
            return own
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_failed_delivery_is_retried_with_the_same_event(stack: RunningStack, tmp_path: Path) -> None:
    with Receiver(statuses=[500, 204]) as receiver:
        secret = webhook(stack, "set", OWNER, receiver.url)
        image_id = upload(stack, tmp_path)
        calls = wait_for_calls(receiver, image_id, 2)
    first, second = (verify(call.body, call.headers, secret) for call in calls)
    assert first == second
    assert first.image is not None
    assert (first.type, first.image.id, first.image.status) == ("image.ready", image_id, Status.READY)
    attempts = [int(call.headers["webhook-timestamp"]) for call in calls]
    assert attempts[1] - attempts[0] >= 5


def test_a_new_secret_replaces_the_old_one(stack: RunningStack) -> None:
    with Receiver() as receiver:
        old = webhook(stack, "set", OWNER, receiver.url)
        new = webhook(stack, "set", OWNER, receiver.url)
        assert webhook(stack, "test", OWNER) == "The endpoint responded with 200."
    [call] = receiver.received
    assert verify(call.body, call.headers, new).type == "test"
    with pytest.raises(InvalidWebhook):
        verify(call.body, call.headers, old)
