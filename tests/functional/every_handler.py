"""Calls of every handler, with texts that must not appear in logs."""

import json
import re
from typing import Any

from chalice.app import Chalice

from chalicelib.bootstrap import darkroom
from chalicelib.bootstrap.webhooks import WithWebhooks
from chalicelib.models import Endpoint
from tests.conftest import PREFIX
from tests.functional.conftest import App
from tests.functional.execution import execute
from tests.receiver import Receiver

# It can appear in error messages of other libraries.
SIGNATURE = "0123456789abcdef-signature"
WEBHOOK_SECRET = "whsec_c2VjcmV0IG9mIHRoZXNlIHRlc3RzIGFsb25lLCBubyBtb3Jl"  # noqa: S105 - only used in this test
METADATA = {
    "external_id": "secret-id",
    "tags": ["secret-tag"],
    "alt": "secret-alt",
    "custom": {"secret-name": "secret-value"},
}


def dead_letter(event: dict[str, Any], message: str = "Task timed out") -> str:
    return json.dumps(
        {
            "requestContext": {"condition": "RetriesExhausted", "requestId": "the-failed-invocation"},
            "requestPayload": event,
            "responsePayload": {"errorMessage": message},
        }
    )


def call_everything(app: App, deployed_app: Chalice, png: bytes) -> set[str]:
    """Call each handler with valid and invalid input, with a token. Return the handlers' names."""
    key = f"{PREFIX}secret/cat.png"
    event = app.put(key, png)
    app.deliver(event)
    app.deliver(app.put(f"{PREFIX}secret/text.png", b"no image but a secret text"))
    values = {"image_id": app.id_of(key), "name": "300x300"}
    status_key = darkroom().status_access.key(values["image_id"])
    routes = deployed_app.routes
    calls = [(method, path) for path, methods in routes.items() for method in methods]
    # DELETE comes last, so that the other routes find the image.
    for method, path in sorted(calls, key=lambda call: call[0] == "DELETE"):
        bodies = {
            "/images": {"filename": "cat.png", "metadata": METADATA},
            "/images/{image_id}": {"metadata": METADATA},
        }
        body = json.dumps(bodies.get(path, {})).encode()
        filled = re.sub(r"{(\w+)}", lambda field: values.get(field[1], "x"), path)
        queries = {("GET", "/images"): "?external_id=secret-id"}
        queries |= {(each, "/status/{image_id}"): f"?key={status_key}" for each in ("GET", "HEAD")}
        query = queries.get((method, path), "")
        app.call(method, f"{filled}{query}", body, {"Content-Type": "application/json"})
    signed = f"https://b.s3.amazonaws.com/k?X-Amz-Signature={SIGNATURE}"
    bad = f"could not GET {signed}\nnor https://api.example/status/x?key={status_key}"
    messages = app.chalice.events.generate_sqs_event([dead_letter(event, bad)])
    app.chalice.lambda_.invoke("process_failures", messages)
    deferred = app.chalice.events.generate_sqs_event([json.dumps({**event, "deferrals": 1})])
    app.chalice.lambda_.invoke("process_deferred", deferred)
    app.chalice.lambda_.invoke("sweep", app.chalice.events.generate_cw_event("events", "tick", {}, []))
    deliver_webhook(app)
    invalidate_cdn(app)
    erasure = app.chalice.events.generate_sqs_event([json.dumps({"image_id": app.id_of(key)})])
    app.chalice.lambda_.invoke("erase_images", erasure)
    app.put(key, png)
    wanted = {"image_id": app.id_of(key), "version": "0123456789ab", "file": "w_640.webp"}
    app.chalice.lambda_.invoke("render_on_demand", wanted)
    tasks = execute(app, key)
    views = {entry.view_name for methods in routes.values() for entry in methods.values()}
    events = {"process_upload", "process_deferred", "process_failures", "erase_images"}
    others = {"authorize", "sweep", "deliver_webhook", "invalidate_cdn", "render_on_demand"}
    return {*views, *tasks, *events, *others}


def deliver_webhook(app: App) -> None:
    event = {"detail-type": "Image Ready", "time": "", "detail": {"event_id": "i-1", "owner": "logged"}}
    message = app.chalice.events.generate_sqs_event([json.dumps(event)])
    with Receiver() as receiver:
        endpoint = Endpoint(owner="logged", url=receiver.url, secret=WEBHOOK_SECRET)
        WithWebhooks(app.aws.environment).endpoints.save(endpoint)
        app.chalice.lambda_.invoke("deliver_webhook", message)
    assert len(receiver.received) == 1


def invalidate_cdn(app: App) -> None:
    request = {"tag": "0" * 32, "owner": "logged", "requested_at": "2099-01-01T00:00:00Z"}
    message = app.chalice.events.generate_sqs_event([json.dumps(request)])
    app.chalice.lambda_.invoke("invalidate_cdn", message)
