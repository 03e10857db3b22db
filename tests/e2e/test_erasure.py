"""After an erasure, no store of the local stack has anything of the image, apart from the tombstone."""

import json
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from darkroom import Client
from PIL import Image as Pixels

from tests.e2e.conftest import RunningStack

TIMEOUT_SECONDS = 30
# The tombstone's fields: none is about the content, the name or the description of the image.
NUMBERS = {"revision", "attempts", "rotate", "metadata_revision"}
TOMBSTONE = {"id", "schema_version", "owner", "status", "updated_at", "erasure", "expires_at", *NUMBERS}


@pytest.fixture
def secret() -> str:
    """Return a word that is only in what belongs to the image."""
    return f"secret-{uuid.uuid4().hex}"


def objects(stack: RunningStack) -> Iterator[str]:
    """Yield the keys, the metadata and the content of all versions in all buckets."""
    s3 = stack.aws.s3
    for bucket in s3.list_buckets()["Buckets"]:
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket["Name"]):
            yield from (marker["Key"] for marker in page.get("DeleteMarkers", ()))
            for version in page.get("Versions", ()):
                found = s3.get_object(
                    Bucket=bucket["Name"], Key=version["Key"], VersionId=version["VersionId"]
                )
                yield f"{version['Key']} {found['Metadata']} {found.get('ContentDisposition')}"


def items(stack: RunningStack) -> Iterator[dict[str, Any]]:
    """Yield all items in all tables."""
    dynamodb = stack.aws.dynamodb
    for table in dynamodb.list_tables()["TableNames"]:
        for page in dynamodb.get_paginator("scan").paginate(TableName=table):
            yield from page["Items"]


def queued(stack: RunningStack) -> Iterator[str]:
    """Yield the messages of all queues, which stay in them."""
    sqs = stack.aws.sqs
    for url in sqs.list_queues().get("QueueUrls", ()):
        received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        yield from (message["Body"] for message in received.get("Messages", ()))


def mentions(stack: RunningStack, word: str) -> list[str]:
    """Return what contains this word in all stores."""
    everything = (*objects(stack), *map(str, items(stack)), *queued(stack))
    return [each for each in everything if word in each]


def answer(stack: RunningStack, image_id: str) -> tuple[int, str]:
    """Return the status and the code of the answer to who reads the image."""
    response = requests.get(f"{stack.url}/images/{image_id}", headers=stack.headers, timeout=5)
    return response.status_code, response.json()["code"]


def erase(stack: RunningStack, image_id: str) -> dict[str, Any]:
    """Request the erasure until it is complete; return its report."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while True:
        response = requests.delete(
            f"{stack.url}/images/{image_id}?erase=true", headers=stack.headers, timeout=5
        )
        assert (response.status_code, response.headers["Location"]) == (202, image_id)
        report = dict(response.json())
        if report["completed_at"] is not None:
            return report
        assert (
            requests.get(f"{stack.url}/images/{image_id}", headers=stack.headers, timeout=5).status_code
            == 410
        )
        assert time.monotonic() < deadline, "the erasure is not complete"
        time.sleep(0.1)


def upload(stack: RunningStack, file: Path) -> str:
    """Upload a file without an Idempotency-Key, so that its key contains its name; return the id."""
    metadata = {"external_id": f"{file.stem}-id", "alt": f"{file.stem}-alt"}
    created = requests.post(
        f"{stack.url}/images",
        json={"filename": file.name, "metadata": metadata},
        headers=stack.headers,
        timeout=5,
    ).json()
    form = created["upload"]
    sent = requests.post(form["url"], data=form["fields"], files={"file": file.read_bytes()}, timeout=5)
    assert sent.status_code == 201
    return str(created["id"])


def test_every_store_forgets_an_erased_image(stack: RunningStack, tmp_path: Path, secret: str) -> None:
    file = tmp_path / f"{secret}.png"
    Pixels.linear_gradient("L").save(file)
    with Client(stack.url, stack.token) as client:
        image = client.wait(upload(stack, file), TIMEOUT_SECONDS)
        # Another version of the original, and another set of variants.
        stack.aws.s3.put_object(
            Bucket=stack.environment["UPLOAD_BUCKET"],
            Key=f"images/{image.id}/{file.name}",
            Body=file.read_bytes() + b"more",
            ContentType="image/png",
        )
        time.sleep(0.5)
        client.wait(image.id, TIMEOUT_SECONDS)
    assert len(mentions(stack, secret)) > 3
    report = erase(stack, image.id)
    assert [each["place"] for each in report["kept"]] == ["backups", "logs", "queues"]
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while left := mentions(stack, secret):  # Late events about the files wait in queues.
        assert time.monotonic() < deadline, left
        time.sleep(0.5)
    (tombstone,) = (item for item in items(stack) if item["id"].get("S") == image.id)
    assert tombstone.keys() <= TOMBSTONE
    assert answer(stack, image.id) == (410, "image_erased")
    assert secret not in json.dumps(report)
