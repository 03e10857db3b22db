"""One deployment to MiniStack: the service with its real package, events, permissions and updates."""

import uuid
from pathlib import Path

import pytest
import requests
from botocore.exceptions import ClientError
from darkroom import Client, ImageFailed
from darkroom.webhooks import verify
from PIL import Image as Pixels

from chalicelib import VERSION
from tests.deploy.lambda_events import schedule_event
from tests.ministack.account import Account, User
from tests.ministack.checkout import Checkout
from tests.ministack.interventions import denied, received_events, set_variable
from tests.ministack.leftovers import leftovers
from tests.ministack.server import MAX_MEMORY
from tests.ministack.stage import NEW, OWNER, STAGE, Stage, eventually, settled
from tests.ministack.stores import object_versions, record
from tests.receiver import Receiver
from tests.stuck import make_stuck

pytestmark = [pytest.mark.timeout(900), pytest.mark.shares_processes]

ORIGIN = "https://www.example.com"


@pytest.fixture(scope="module")
def stage(account: Account, checkout: Checkout) -> Stage:
    checkout.deploy(STAGE, *NEW, "--events")
    return Stage(account, checkout)


def put(stage: Stage, png: Path) -> str:
    """Put an image under a new key; return the key."""
    key = f"images/{uuid.uuid4().hex}/späße +1.png"
    stage.put(key, png)
    return key


def test_the_account_enforces_permissions(account: Account, deployer: User) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        account.client("iam", deployer).create_user(UserName="darkroom-somebody")


def test_the_api_requires_a_token(stage: Stage) -> None:
    assert requests.get(f"{stage.url}/healthz", timeout=60).json() == {
        "status": "ok",
        "version": VERSION,
        "kernel": True,
    }
    assert requests.get(f"{stage.url}/images", timeout=60).status_code == 401


def test_an_image_uploaded_with_a_form_gets_correct_variants(
    client: Client, photo: Path, tmp_path: Path
) -> None:
    image = client.upload(photo)
    assert (image.status, image.width, image.height) == ("ready", 3000, 4000)
    assert image.size == photo.stat().st_size
    with Pixels.open(client.download(image, tmp_path)["300x300"]) as variant:
        assert variant.size == (225, 300)
        assert dict(variant.getexif()) == {}


def test_a_second_file_with_the_same_form_is_removed(
    stage: Stage, client: Client, token: str, png: Path
) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    created = requests.post(f"{stage.url}/images", json={"filename": "a.png"}, headers=headers, timeout=60)
    form, image_id = created.json()["upload"], created.json()["id"]

    def send(content: bytes) -> None:
        assert requests.post(form["url"], form["fields"], files={"file": content}, timeout=60).ok

    def stored() -> list[str]:
        bucket, key = stage.variables()["UPLOAD_BUCKET"], form["fields"]["key"]
        listed = stage.account.client("s3").list_object_versions(Bucket=bucket, Prefix=key)
        return [each["VersionId"] for each in listed["Versions"]]

    send(png.read_bytes())
    first, image = stored(), client.wait(image_id)
    send(png.read_bytes() + b"another file")
    assert eventually(lambda: stored() == first)
    after = client.get(image_id)
    assert (after.status, after.size) == ("ready", image.size)


def test_an_image_is_listed_until_it_is_deleted(client: Client, png: Path) -> None:
    image = client.upload(png)
    assert image in list(client.list())
    client.delete(image.id)
    assert image.id not in {each.id for each in client.list()}
    assert requests.get(image.variants[0].url, timeout=60).status_code == 404


def test_an_image_is_rendered_again_with_other_variants_and_gets_metadata(client: Client, png: Path) -> None:
    image = client.upload(png)
    client.reprocess(image.id, variants=["small"], focus=(0.2, 0.8))
    assert [variant.name for variant in client.wait(image.id).variants] == ["small"]
    external_id = uuid.uuid4().hex
    client.update(image.id, {"external_id": external_id, "alt": "A gradient"})
    [found] = client.list(external_id=external_id)
    assert (found.id, found.metadata.alt) == (image.id, "A gradient")


def test_an_erased_image_leaves_only_a_tombstone(stage: Stage, client: Client, token: str, png: Path) -> None:
    image = client.upload(png, filename="beach.png", metadata={"external_id": "ticket-7", "alt": "My family"})
    url, headers = f"{stage.url}/images/{image.id}", {"Authorization": f"Bearer {token}"}
    key = record(stage, image.id)["key"]["S"]
    assert {each.split("/")[0] for each, _ in object_versions(stage, image.id, key)} == {"images", "v"}
    with received_events(stage) as received:
        requested = requests.delete(url, params={"erase": "true"}, headers=headers, timeout=60)
        assert (requested.status_code, requested.headers["Location"]) == (202, image.id)
        read = requests.get(url, headers=headers, timeout=60)
        assert (read.status_code, read.json()["code"]) == (410, "image_erased")
        [event] = eventually(lambda: [each for each in received() if each["detail-type"] == "Image Erased"])
    assert event["detail"]["id"] == image.id
    assert object_versions(stage, image.id, key) == []
    left = str(record(stage, image.id))
    assert [text for text in (key, "beach", "ticket-7", "My family") if text in left] == []


def test_an_image_whose_invocations_fail_is_marked_and_can_be_reprocessed(
    stage: Stage, client: Client, token: str, png: Path
) -> None:
    with denied(stage, "process_upload", "dynamodb:*"):
        key = put(stage, png)
        with pytest.raises(ImageFailed) as caught:
            settled(client, key)
    failed = caught.value.image
    assert failed.error is not None
    assert failed.error.code == "processing_failed"
    headers = {"Authorization": f"Bearer {token}"}
    again = requests.post(f"{stage.url}/images/{failed.id}/reprocess", headers=headers, timeout=60)
    assert again.status_code == 202
    assert settled(client, key).status == "ready"


def test_the_sweep_finishes_an_image_that_got_stuck(stage: Stage, client: Client, png: Path) -> None:
    stuck = client.upload(png)
    make_stuck(stage.account.client("dynamodb"), stage.variables()["IMAGES_TABLE"], stuck.id)
    assert client.get(stuck.id).status == "processing"
    stage.invoke("sweep", schedule_event())
    assert client.wait(stuck.id).status == "ready"


def test_rules_of_the_bus_receive_events(stage: Stage, client: Client, png: Path) -> None:
    with received_events(stage) as received:
        image = client.upload(png)
        [event] = eventually(lambda: [each for each in received() if each["detail"]["id"] == image.id])
    assert (event["source"], event["detail-type"]) == ("darkroom", "Image Ready")


def test_a_failed_update_is_rolled_back(stage: Stage, client: Client, png: Path) -> None:
    before = stage.functions(), stage.log_days()
    too_much = str(MAX_MEMORY + 1)
    done = stage.checkout.run("deploy", STAGE, "--memory", too_much, "--log-days", "7", "--origin", ORIGIN)
    assert done.returncode == 1
    assert "Functions and API (darkroom-trial-app): failed" in done.stderr
    assert f"less than or equal to {MAX_MEMORY}" in done.stderr
    assert "AWS::Logs::LogGroup" in stage.updated_types()
    assert (stage.functions(), stage.log_days()) == before
    assert client.upload(png).status == "ready"


def test_webhooks_are_delivered_and_signed(stage: Stage, client: Client, png: Path) -> None:
    for handler in ("process_upload", "deliver_webhook"):
        set_variable(stage, handler, "WEBHOOK_ALLOW_LOOPBACK", "true")
    with Receiver() as receiver:
        secret = stage.checkout.ops("webhook", "set", OWNER, receiver.url, "--stage", STAGE).strip()
        image = client.upload(png)
        [call] = eventually(
            lambda: [each for each in receiver.received if each.headers["webhook-id"].startswith(image.id)]
        )
    stage.checkout.ops("webhook", "remove", OWNER, "--stage", STAGE)
    event = verify(call.body, call.headers, secret)
    assert event.image is not None
    assert (event.type, event.image.id) == ("image.ready", image.id)


def test_the_next_update_turns_on_the_workflow(stage: Stage, client: Client, png: Path) -> None:
    stage.checkout.deploy(STAGE, "--workflow", "stepfunctions")
    image = client.upload(png)
    assert (image.status, image.width) == ("ready", 640)
    eventually(lambda: stage.executions() == ["SUCCEEDED"])


def test_destroying_the_stage_leaves_nothing(stage: Stage) -> None:
    stage.wait_until_idle()
    stage.checkout.ops("destroy", STAGE, "--yes", "--delete-data")
    assert leftovers(stage.account) == {}
