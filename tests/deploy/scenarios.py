"""What each function meets in its life, by function: all that makes it ask something of AWS.

Left out on purpose are races in which a function would render, which is not its task: what its role does
not allow then fails as something that passes, and whoever may do it does.
"""

import json
import uuid
from collections.abc import Callable, Mapping

import pytest

from chalicelib.bootstrap.access import Access
from chalicelib.bootstrap.webhooks import WithWebhooks
from chalicelib.domain import keys
from chalicelib.errors import DeliveryFailed
from tests.conftest import PREFIX
from tests.deploy import workflow
from tests.deploy.scene import OWNER, Scene
from tests.receiver import Receiver


def api_handler(scene: Scene) -> None:
    created = scene.request("POST", "/images", {"filename": "cat.png"})
    for filename in ("cat.png", "not/a/name"):
        scene.request("POST", "/images", {"filename": filename}, key=str(uuid.uuid4()))
    scene.upload(created["upload"]["fields"]["key"])
    rendered = keys.image_id(scene.rendered(), PREFIX)
    scene.request("GET", "/images")
    scene.request("GET", "/images/{image_id}", image_id=rendered)
    scene.request("POST", "/images/{image_id}/reprocess", {}, image_id=created["id"])
    scene.request("DELETE", "/images/{image_id}", image_id=rendered)


def process_upload(scene: Scene) -> None:
    key = scene.rendered()
    scene.run("process_upload", scene.upload(key))
    scene.run("process_upload", scene.remove(key))


def process_failures(scene: Scene) -> None:
    overwritten, removed = scene.rendered(), scene.rendered()
    for event in (scene.upload(overwritten), scene.remove(removed)):
        dead_letter = {"requestContext": {"condition": "RetriesExhausted"}, "requestPayload": event}
        scene.run("process_failures", scene.events.generate_sqs_event([json.dumps(dead_letter)]))


def sweep(scene: Scene) -> None:
    overwritten, removed = scene.rendered(), scene.rendered()
    scene.upload(overwritten)
    scene.remove(removed)
    for key in (overwritten, removed):
        scene.forget(key)
    scene.run("sweep", scene.events.generate_cw_event("aws.events", "Scheduled Event", {}, []))


def authorize(scene: Scene) -> None:
    _, token = Access(scene.aws.environment).registry.create("somebody")
    arn = "arn:aws:execute-api:us-east-1:123456789012:api/stage/GET/images"
    event = {"type": "TOKEN", "authorizationToken": f"Bearer {token}", "methodArn": arn}
    assert scene.run("authorize", event)["principalId"] == "somebody"


def deliver_webhook(scene: Scene) -> None:
    registry = WithWebhooks(scene.aws.environment).registry
    with Receiver(statuses=[500, 410]) as receiver:
        registry.set(OWNER, receiver.url)
        refused, gone = scene.webhook(), scene.webhook()
        with pytest.raises(DeliveryFailed):
            scene.run("deliver_webhook", refused)
        scene.run("deliver_webhook", gone)
    scene.settle(refused)
    scene.settle(gone)


_ALL = (api_handler, process_upload, process_failures, sweep, authorize, deliver_webhook, *workflow.SCENARIOS)
SCENARIOS: Mapping[str, Callable[[Scene], None]] = {scenario.__name__: scenario for scenario in _ALL}
