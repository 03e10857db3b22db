"""`python -m ops` with the local stack."""

import io
import json
import re
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus

import pytest
import requests
from darkroom import Client, ImageFailed
from PIL import Image as Pixels

from local.process import ROOT
from tests.e2e.conftest import RunningStack
from tests.e2e.ops_commands import (
    TIMEOUT_SECONDS,
    cursor,
    environment,
    folder,
    has_record,
    number_sent,
    ops,
    ops_process,
    settled,
    wait_until,
)
from tests.image_ids import image_id

pytestmark = pytest.mark.timeout(120)

PREFIX = "images/"


@pytest.fixture
def client(stack: RunningStack) -> Iterator[Client]:
    with Client(stack.url, stack.token) as client:
        yield client


@pytest.fixture(scope="module")
def png() -> bytes:
    buffer = io.BytesIO()
    Pixels.linear_gradient("L").resize((640, 480)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def old_keys(stack: RunningStack, client: Client, png: bytes) -> list[str]:
    """Put images into a new folder, and delete their records."""
    folder = f"{PREFIX}{uuid.uuid4().hex}/"
    keys = [f"{folder}späße +{n} %.png" for n in range(5)]
    for key in keys:
        stack.aws.s3.put_object(Bucket=stack.environment["UPLOAD_BUCKET"], Key=key, Body=png)
    for key in keys:
        settled(client, key)
        delete_record(stack, key)
    return keys


def delete_record(stack: RunningStack, key: str) -> None:
    table = stack.environment["IMAGES_TABLE"]
    stack.aws.dynamodb.delete_item(
        TableName=table, Key={"id": {"S": image_id(stack.aws.dynamodb, table, key)}}
    )


def test_a_backfill_renders_images_without_a_record(
    stack: RunningStack, client: Client, old_keys: list[str]
) -> None:
    env, below = environment(stack), ["--prefix", folder(old_keys)]
    counted = ops(env, "backfill", "--dry-run", *below)
    assert counted.returncode == 0, counted.stderr
    assert "5 to send" in counted.stdout
    assert "Lambda $" in counted.stdout
    sent = ops(env, "backfill", *below)
    assert (sent.returncode, number_sent(sent.stdout)) == (0, 5), sent.stderr
    assert {settled(client, key).status for key in old_keys} == {"ready"}
    again = ops(env, "backfill", *below)
    assert (again.returncode, number_sent(again.stdout)) == (0, 0)
    assert "5 up to date" in again.stdout


def test_a_backfill_adds_a_variant_and_takes_it_away_again(
    stack: RunningStack, client: Client, old_keys: list[str]
) -> None:
    env, command = environment(stack), ["backfill", "--prefix", folder(old_keys)]
    ops(env, *command)
    ids = [settled(client, key).id for key in old_keys]
    counted = ops(env, *command, "--add", "small", "--dry-run")
    assert (counted.returncode, "Gained variants: small (5)" in counted.stdout) == (0, True), counted.stderr
    assert f"  {old_keys[0]}: gains small\n" in counted.stdout
    assert "Storing 5 new files costs about $0.0000 a month" in counted.stdout
    for option, variants in (("--add", {"300x300", "small"}), ("--remove", {"300x300"})):
        sent = ops(env, *command, option, "small")
        assert (sent.returncode, number_sent(sent.stdout)) == (0, 5), sent.stderr
        images = [client.wait(image_id, timeout=TIMEOUT_SECONDS) for image_id in ids]
        assert [{variant.name for variant in image.variants} for image in images] == [variants] * 5


def test_a_backfill_that_reached_its_limit_continues_from_its_cursor(
    stack: RunningStack, old_keys: list[str]
) -> None:
    command = ["backfill", "--prefix", folder(old_keys), "--limit", "2"]
    first = ops(environment(stack), *command)
    second = ops(environment(stack), *command, "--cursor", cursor(first.stdout))
    third = ops(environment(stack), *command, "--cursor", cursor(second.stdout))
    runs = (first, second, third)
    assert [number_sent(run.stdout) for run in runs] == [2, 2, 1]
    assert [run.returncode for run in runs] == [3, 3, 0]


def test_an_interrupted_backfill_continues_exactly_where_it_stopped(
    stack: RunningStack, client: Client, old_keys: list[str]
) -> None:
    command = ["backfill", "--prefix", folder(old_keys), "--rate", "0.5"]
    running = [sys.executable, "-m", "ops", *command]
    process = subprocess.Popen(running, cwd=ROOT, env=environment(stack), stdout=subprocess.PIPE, text=True)
    wait_until(lambda: has_record(client, old_keys[0]), "Nothing was sent")
    process.send_signal(signal.SIGINT)
    printed, _ = process.communicate(timeout=TIMEOUT_SECONDS)
    assert process.returncode == 130
    rest = ops(environment(stack), *command[:-2], "--cursor", cursor(printed))
    assert rest.returncode == 0, rest.stderr
    assert 1 <= number_sent(printed) < 5
    assert number_sent(printed) + number_sent(rest.stdout) == 5
    assert {settled(client, key).status for key in old_keys} == {"ready"}


def test_a_redrive_renders_an_image_that_ended_as_processing_failed(
    stack: RunningStack, client: Client, old_keys: list[str]
) -> None:
    send_dead_letter(stack, old_keys[0])
    with pytest.raises(ImageFailed, match="processing_failed"):
        settled(client, old_keys[0])
    counted = ops(environment(stack), "redrive", "--dry-run")
    assert re.search(r"[1-9]\d* to send", counted.stdout), counted.stderr
    sent = ops(environment(stack), "redrive")
    assert (sent.returncode, number_sent(sent.stdout) > 0) == (0, True), sent.stderr
    wait_until(
        lambda: [image.status for image in client.list(key=old_keys[0])] == ["ready"], "It stayed failed"
    )


def send_dead_letter(stack: RunningStack, key: str) -> None:
    """Send the message that Lambda sends when all attempts have failed."""
    target = {"bucket": {"name": stack.environment["UPLOAD_BUCKET"]}, "object": {"key": quote_plus(key)}}
    dead_letter = {
        "requestContext": {"condition": "RetriesExhausted"},
        "requestPayload": {"Records": [{"eventName": "ObjectCreated:Put", "s3": target}]},
        "responsePayload": {"errorMessage": "Task timed out after 60.00 seconds"},
    }
    url = stack.aws.sqs.get_queue_url(QueueName=stack.environment["FAILURES_QUEUE"])["QueueUrl"]
    stack.aws.sqs.send_message(QueueUrl=url, MessageBody=json.dumps(dead_letter))


def test_reprocess_renders_an_image_again(stack: RunningStack, client: Client, png: bytes) -> None:
    key = f"{PREFIX}{uuid.uuid4().hex}.png"
    stack.aws.s3.put_object(Bucket=stack.environment["UPLOAD_BUCKET"], Key=key, Body=png)
    before = settled(client, key)
    response = requests.post(f"{stack.url}/images/{before.id}/reprocess", headers=stack.headers, timeout=10)
    assert (response.status_code, response.json()["status"]) == (202, "processing")
    assert settled(client, key).updated_at > before.updated_at


def test_a_missing_function_is_reported(stack: RunningStack, old_keys: list[str]) -> None:
    failed = ops(environment(stack), "backfill", "--prefix", folder(old_keys), "--function", "nowhere")
    assert failed.returncode == 1
    assert failed.stderr.startswith("The function does not exist.")
    assert "Traceback" not in failed.stderr


def test_missing_credentials_are_reported(stack: RunningStack, tmp_path: Path) -> None:
    secrets = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    env = {name: value for name, value in environment(stack).items() if name not in secrets}
    nowhere = {"HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "true"}
    failed = ops_process({**env, **nowhere}, "redrive")
    assert failed.returncode == 1
    assert failed.stderr.startswith("No AWS credentials found.")
