"""A scenario for each function, which makes it send every kind of request to AWS that it can send.

Races in which a function would have to render, though that is not its task, are left out on purpose. There,
the missing permission causes a transient error, and the function that has the permission takes over.
"""

import uuid
from collections.abc import Callable, Mapping
from functools import partial

import pytest
import requests

from chalicelib.bootstrap.access import Access
from chalicelib.bootstrap.webhooks import WithWebhooks
from chalicelib.errors import DeliveryFailed
from chalicelib.recovery.sweep import MAX_ATTEMPTS
from tests.deploy import erasing, lambda_events, on_demand, workflow_scenarios
from tests.deploy.account import OWNER
from tests.deploy.harness import Harness
from tests.receiver import Receiver


def api_handler(harness: Harness) -> None:
    created = harness.request("POST", "/images", {"filename": "cat.png"})
    for filename in ("cat.png", "not/a/name"):
        harness.request("POST", "/images", {"filename": filename}, key=str(uuid.uuid4()))
    harness.upload(created["upload"]["fields"]["key"])
    query = {"key": created["status_url"].partition("?key=")[2]}
    harness.request("GET", "/status/{image_id}", query=query, image_id=created["id"])
    rendered = harness.id_of(harness.rendered())
    harness.request("GET", "/images")
    harness.request("GET", "/images", query={"status": "ready"})
    harness.request("GET", "/images", query={"external_id": "cat-1"})
    harness.request("GET", "/images/{image_id}", image_id=rendered)
    earlier = harness.rendered()
    harness.restore_record(earlier, earlier=True)
    harness.request("GET", "/images/{image_id}", image_id=harness.id_of(earlier))
    harness.request("PATCH", "/images/{image_id}", {"metadata": {"external_id": "cat-1"}}, image_id=rendered)
    harness.request("POST", "/images/{image_id}/reprocess", {}, image_id=created["id"])
    with on_demand.with_cdn():
        # The policy does not allow this width, and there is no key that could sign it.
        harness.request("GET", "/images/{image_id}/render", query={"w": "20"}, image_id=rendered)
    harness.request("DELETE", "/images/{image_id}", image_id=rendered)
    erased = harness.id_of(harness.rendered())
    harness.request("DELETE", "/images/{image_id}", query={"erase": "true"}, image_id=erased)
    _multipart_uploads(harness)


def _multipart_uploads(harness: Harness) -> None:
    body = {"filename": "cat.png", "metadata": {"size": 9}}
    complete, deleted = (harness.request("POST", "/s3/multipart", body) for _ in range(2))
    parts = harness.request("POST", "/images/{image_id}/parts", image_id=complete["id"])
    assert requests.put(parts["parts"][0]["url"], data=b"not a png", timeout=30).status_code == 200
    for _ in range(2):
        done = harness.request("POST", "/images/{image_id}/complete", image_id=complete["id"])
        assert done["status"] == "pending"
    harness.request("DELETE", "/images/{image_id}", image_id=deleted["id"])
    assert not erasing.has_upload(harness, deleted["key"])


def process_upload(harness: Harness) -> None:
    key = harness.rendered()
    harness.run("process_upload", harness.reprocess(key))
    harness.run("process_upload", harness.upload(key))
    harness.run("process_upload", harness.remove(key))
    key, form = harness.form()
    for _ in range(2):
        harness.run("process_upload", harness.upload(key, form))
    with harness.all_slots_used():
        harness.run("process_upload", harness.upload(key))
    assert harness.status(key) == "processing"


def process_deferred(harness: Harness) -> None:
    key, queue = harness.rendered(), harness.aws.resources.deferred.arn
    for change in (harness.reprocess, harness.upload, harness.remove):
        harness.run("process_deferred", lambda_events.deferred(change(key), queue))
    form_key, form = harness.form()
    for _ in range(2):
        harness.run("process_deferred", lambda_events.deferred(harness.upload(form_key, form), queue))
    with harness.all_slots_used():
        harness.run("process_deferred", lambda_events.deferred(harness.upload(key), queue))
    assert harness.status(key) == "deleted"


def process_failures(harness: Harness) -> None:
    overwritten, removed = harness.rendered(), harness.rendered()
    for event in (harness.upload(overwritten), harness.remove(removed)):
        harness.run("process_failures", lambda_events.dead_letter(event, harness.aws.resources.failures.arn))


def sweep(harness: Harness) -> None:
    harness.make_stuck(harness.rendered())
    for change, status in ((harness.upload, "ready"), (harness.remove, "deleted")):
        given_up, unclean = harness.rendered(), harness.rendered()
        change(given_up)
        harness.make_stuck(given_up, attempts=MAX_ATTEMPTS)
        harness.process(change(unclean))
        harness.put_stale_output(unclean)
        harness.make_stuck(unclean, status=status)
    for earlier in (False, True):
        harness.restore_record(harness.rendered(), earlier=earlier)
    erasing.end_variant(harness, harness.rendered())
    erasing.retain_until_now(harness, harness.rendered())
    erasing.erase(harness, harness.rendered(), stuck=True)
    uploading = harness.rendered()
    erasing.begin_upload(harness, uploading)
    harness.run("sweep", lambda_events.schedule_event())
    assert not erasing.has_upload(harness, uploading)
    erasing.keep(harness, OWNER)


def erase_images(harness: Harness) -> None:
    names, locked = harness.aws.resources, harness.rendered()
    erasing.quarantine(harness, locked)
    image_id = harness.id_of(locked)
    for bucket, prefix in (
        (names.upload_bucket, locked),
        (names.upload_bucket, f"quarantine/{locked}"),
        (names.dest_bucket, locked),
        (names.dest_bucket, f"v/{image_id}/"),
        (names.dest_bucket, f"d/{image_id}/"),
    ):
        erasing.lock(bucket, prefix)
    uploading = harness.rendered()
    erasing.begin_upload(harness, uploading)
    for key in (locked, uploading):
        erasing.erase(harness, key)
        harness.run("erase_images", lambda_events.erasure(harness.id_of(key), names.erasures.arn))
    assert not erasing.has_upload(harness, uploading)


def render_on_demand(harness: Harness) -> None:
    event = on_demand.order(harness, harness.rendered())
    assert [harness.run("render_on_demand", event)["outcome"] for _ in range(2)] == ["stored", "stored"]
    unversioned = harness.rendered()
    on_demand.forget_version(harness, unversioned)
    assert harness.run("render_on_demand", on_demand.order(harness, unversioned))["outcome"] == "stored"
    late = harness.rendered()
    event = on_demand.order(harness, late)
    with on_demand.erased_meanwhile(harness, late):
        assert harness.run("render_on_demand", event)["outcome"] == "withdrawn"


def authorize(harness: Harness) -> None:
    _, token = Access(harness.aws.environment).registry.create("somebody")
    assert harness.run("authorize", lambda_events.authorization(token))["principalId"] == "somebody"


def deliver_webhook(harness: Harness) -> None:
    registry = WithWebhooks(harness.aws.environment).registry
    with Receiver(statuses=[500, 410]) as receiver:
        registry.set(OWNER, receiver.url)
        refused, gone = harness.webhook(), harness.webhook()
        with pytest.raises(DeliveryFailed):
            harness.run("deliver_webhook", refused)
        harness.run("deliver_webhook", gone)
    harness.delete_messages(refused)
    harness.delete_messages(gone)


def invalidate_cdn(harness: Harness) -> None:
    owner, arn = uuid.uuid4().hex, harness.aws.cdn.queue.arn
    # No invalidation of everything in the past stands for these.
    event = partial(lambda_events.invalidations, owner, "2099-01-01T00:00:00Z", queue_arn=arn)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INVALIDATIONS_PER_DAY", "1")
        for tags in (["within"], ["all"], ["waiting"]):
            harness.run("invalidate_cdn", event(*tags))


_ALL = (
    api_handler,
    process_upload,
    process_deferred,
    process_failures,
    sweep,
    erase_images,
    render_on_demand,
    authorize,
    deliver_webhook,
    invalidate_cdn,
    *workflow_scenarios.SCENARIOS,
)
SCENARIOS: Mapping[str, Callable[[Harness], None]] = {scenario.__name__: scenario for scenario in _ALL}
