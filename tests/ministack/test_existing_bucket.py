"""A stage that processes the images of an existing bucket, on MiniStack."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from darkroom import Client
from PIL import Image as Pixels

from tests.ministack.account import REGION, Account, User
from tests.ministack.checkout import Checkout
from tests.ministack.leftovers import leftovers
from tests.ministack.stage import NEW, STAGE, Stage, eventually, settled
from tests.ministack.stores import object_versions

pytestmark = [pytest.mark.by_hand, pytest.mark.timeout(900), pytest.mark.shares_processes]

BUCKET = "my-images"
QUEUE = "my-events"
PREFIX = "photos/"
# docs/deploy.md#iam-permissions
ADDITIONAL_ACTIONS = [
    "s3:GetBucketNotification",
    "s3:GetBucketVersioning",
    "s3:ListBucket",
    "s3:PutBucketNotification",
]


@pytest.fixture(scope="module")
def notifications(account: Account) -> Any:
    """The notifications of a bucket whose owner already sends its events to a queue."""
    s3, sqs = account.client("s3"), account.client("sqs")
    url = sqs.create_queue(QueueName=QUEUE)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sender = {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sqs:SendMessage"}
    policy = {"Version": "2012-10-17", "Statement": [{**sender, "Resource": arn}]}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
    location = {"LocationConstraint": REGION}
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=location)
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    own = {"Id": "own", "QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}
    s3.put_bucket_notification_configuration(
        Bucket=BUCKET, NotificationConfiguration={"QueueConfigurations": [own]}
    )
    return configuration(account)


@pytest.fixture(scope="module")
def stage(account: Account, deployer: User, checkout: Checkout, notifications: Any) -> Stage:
    assert list(notifications) == ["QueueConfigurations"]
    account.allow(deployer, ADDITIONAL_ACTIONS, f"arn:aws:s3:::{BUCKET}")
    options = ("--upload-bucket", BUCKET, "--set", f"UPLOAD_PREFIX={PREFIX}")
    checkout.deploy(STAGE, *NEW, *options)
    return Stage(account, checkout)


def configuration(account: Account) -> Any:
    found = account.client("s3").get_bucket_notification_configuration(Bucket=BUCKET)
    return {name: value for name, value in found.items() if name != "ResponseMetadata"}


def queue_url(account: Account) -> str:
    return str(account.client("sqs").get_queue_url(QueueName=QUEUE)["QueueUrl"])


def owner_s_records(account: Account) -> list[Any]:
    """Return the records of the owner's next message. S3 also sends test events, which have none."""
    found = account.client("sqs").receive_message(QueueUrl=queue_url(account)).get("Messages", ())
    return [record for message in found for record in json.loads(message["Body"]).get("Records", ())]


def test_objects_are_processed_and_the_owner_s_events_still_arrive(
    stage: Stage, client: Client, png: Path
) -> None:
    stage.put(f"{PREFIX}2026/cat.png", png)
    assert settled(client, f"{PREFIX}2026/cat.png").status == "ready"
    [record] = eventually(lambda: owner_s_records(stage.account))
    assert record["s3"]["object"]["key"] == f"{PREFIX}2026/cat.png"


def test_the_notifications_stay(stage: Stage, notifications: Any) -> None:
    assert configuration(stage.account) == notifications | {"EventBridgeConfiguration": {}}


def test_an_erasure_removes_all_versions_from_the_bucket(
    stage: Stage, client: Client, token: str, png: Path, tmp_path: Path
) -> None:
    key, second = f"{PREFIX}2026/dog.png", tmp_path / "second.png"
    Pixels.new("RGB", (20, 10)).save(second)
    stage.put(key, png)
    image = settled(client, key)
    stage.put(key, second)
    eventually(lambda: client.get(image.id).width == 20)
    assert len([each for each, _ in object_versions(stage, image.id, key) if each == key]) == 2
    url, headers = f"{stage.url}/images/{image.id}", {"Authorization": f"Bearer {token}"}
    assert requests.delete(url, params={"erase": "true"}, headers=headers, timeout=60).status_code == 202
    assert eventually(lambda: object_versions(stage, image.id, key) == [])


def test_a_second_stage_for_the_same_images_is_refused(stage: Stage) -> None:
    done = stage.checkout.run(
        "deploy", "second", "--no-origin", "--upload-bucket", BUCKET, "--set", f"UPLOAD_PREFIX={PREFIX}2026/"
    )
    assert done.returncode == 1
    assert "overlaps" in done.stderr
    assert not [name for name in stage.functions() if "second" in name]


def test_destroying_the_stage_leaves_the_bucket_as_it_was(stage: Stage, notifications: Any) -> None:
    stage.checkout.ops("destroy", STAGE, "--yes", "--delete-data")
    assert configuration(stage.account) == notifications
    assert leftovers(stage.account) == {"list_buckets": [BUCKET], "list_queues": [queue_url(stage.account)]}
