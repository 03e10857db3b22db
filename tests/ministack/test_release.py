"""A release that CloudFormation launches in one call, on MiniStack."""

from pathlib import Path

import pytest
from darkroom import Client

from tests.ministack.account import REGION, Account
from tests.ministack.checkout import Checkout
from tests.ministack.leftovers import leftovers
from tests.ministack.stage import ARCHITECTURE, STAGE, Stage, settled

pytestmark = [pytest.mark.by_hand, pytest.mark.timeout(900), pytest.mark.shares_processes]

BUCKET = "my-releases"
PREFIX = "darkroom/1.0/"
STACK = "darkroom"
PARAMETERS = {
    "Stage": STAGE,
    "ArtifactBucket": BUCKET,
    "ReleasePrefix": PREFIX,
    "Architecture": ARCHITECTURE,
    "Events": "true",
    "Workflow": "stepfunctions",
}


@pytest.fixture(scope="module")
def stage(account: Account, checkout: Checkout) -> Stage:
    checkout.ops("release")
    upload(account, checkout.folder / "dist")
    cloudformation = account.client("cloudformation")
    cloudformation.create_stack(
        StackName=STACK,
        TemplateURL=f"https://s3.{REGION}.amazonaws.com/{BUCKET}/{PREFIX}darkroom.yaml",
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in PARAMETERS.items()],
        Capabilities=["CAPABILITY_IAM"],
    )
    cloudformation.get_waiter("stack_create_complete").wait(StackName=STACK)
    return Stage(account, checkout, app=nested(account, "AppStack"))


def upload(account: Account, release: Path) -> None:
    s3 = account.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    for file in release.iterdir():
        s3.put_object(Bucket=BUCKET, Key=f"{PREFIX}{file.name}", Body=file.read_bytes())


def nested(account: Account, logical_id: str) -> str:
    """Return the name of a nested stack."""
    described = account.client("cloudformation").describe_stack_resource(
        StackName=STACK, LogicalResourceId=logical_id
    )
    return str(described["StackResourceDetail"]["PhysicalResourceId"])


def test_uploads_are_processed(stage: Stage, client: Client, png: Path) -> None:
    assert client.upload(png).status == "ready"
    stage.put("images/cat.png", png)
    assert settled(client, "images/cat.png").status == "ready"
    assert set(stage.executions()) <= {"RUNNING", "SUCCEEDED"}


def test_a_deleted_image_is_gone(client: Client, png: Path) -> None:
    image = client.upload(png)
    client.delete(image.id)
    assert image.id not in {each.id for each in client.list()}


def test_deleting_the_stack_leaves_only_data(stage: Stage) -> None:
    stage.wait_until_idle()
    cloudformation = stage.account.client("cloudformation")
    cloudformation.delete_stack(StackName=STACK)
    cloudformation.get_waiter("stack_delete_complete").wait(StackName=STACK)
    # MiniStack deletes the tables and queues of nested stacks, which CloudFormation retains.
    assert leftovers(stage.account).keys() <= {"list_buckets", "list_queues", "list_tables"}
