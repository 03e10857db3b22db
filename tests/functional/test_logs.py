"""The log lines and metrics of every handler, which must not contain secrets."""

import base64
import json
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
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


@dataclass
class Written:
    """Everything written to the log, standard output or standard error."""

    capsys: pytest.CaptureFixture[str]
    text: str = ""

    def lines(self) -> list[dict[str, Any]]:
        self.text += "".join(self.capsys.readouterr())
        return [json.loads(line) for line in self.text.splitlines()]

    def messages(self) -> list[dict[str, Any]]:
        return [line for line in self.lines() if "_aws" not in line]


@pytest.fixture
def written(app: App, capsys: pytest.CaptureFixture[str]) -> Iterator[Written]:
    """Also capture the root logger, since Lambda's handler writes what other libraries log."""
    root = logging.StreamHandler(sys.stdout)
    logging.getLogger().addHandler(root)
    app.get("/healthz")
    capsys.readouterr()
    yield Written(capsys)
    logging.getLogger().removeHandler(root)


def dead_letter(event: dict[str, Any], message: str = "Task timed out") -> str:
    return json.dumps(
        {
            "requestContext": {"condition": "RetriesExhausted", "requestId": "the-failed-invocation"},
            "requestPayload": event,
            "responsePayload": {"errorMessage": message},
        }
    )


def test_every_line_of_a_run_is_json_with_ids(app: App, png: bytes, written: Written) -> None:
    key = f"{PREFIX}logged/cat.png"
    event = app.put(key, png)
    event["Records"][0]["responseElements"] = {"x-amz-request-id": "the-put"}
    app.deliver(event)
    lines = written.messages()
    assert [line["message"] for line in lines] == ["received", "rendered", "ready"]
    assert {line["image_id"] for line in lines} == {app.id_of(key)}
    assert {line["correlation_id"] for line in lines} == {"the-put"}
    assert all(line["function_request_id"] for line in lines)
    assert {(line["service"], line["stage"], line["level"]) for line in lines} == {
        ("darkroom", "dev", "INFO")
    }


def test_metrics_are_written_when_a_run_ends(app: App, png: bytes, written: Written) -> None:
    app.deliver(app.put(f"{PREFIX}measured/cat.png", png))
    (metrics,) = [line for line in written.lines() if "_aws" in line]
    assert metrics["Ready"] == [1.0]
    assert metrics["BytesIn"] == [float(len(png))]


def test_requests_are_logged_with_their_resource(app: App, written: Written) -> None:
    created = app.post("/images", {"filename": "cat.png"}).json_body
    app.get(f"/images/{created['id']}")
    app.get("/images/not-an-id")
    logged = [line for line in written.messages() if line["message"] == "answered"]
    assert [(each["method"], each["resource"], each["status"]) for each in logged] == [
        ("POST", "/images", 201),
        ("GET", "/images/{image_id}", 200),
        ("GET", "/images/{image_id}", 404),
    ]
    assert [each.get("image_id") for each in logged] == [created["id"], created["id"], None]


def test_a_dead_letter_is_logged_with_its_reason(app: App, png: bytes, written: Written) -> None:
    event = app.put(f"{PREFIX}given-up/cat.png", png)
    app.chalice.lambda_.invoke(
        "process_failures", app.chalice.events.generate_sqs_event([dead_letter(event)])
    )
    line = next(line for line in written.messages() if line["message"] == "given up")
    assert (line["level"], line["reason"]) == ("ERROR", "Task timed out")
    assert line["keys"] == [f"{PREFIX}given-up/cat.png"]
    assert line["correlation_id"] == "the-failed-invocation"


def test_a_failed_invocation_is_logged_with_its_error_and_ids(app: App, written: Written) -> None:
    with pytest.raises(KeyError):
        app.chalice.lambda_.invoke("process_failures", app.chalice.events.generate_sqs_event(["{}"]))
    line = next(line for line in written.messages() if line["message"] == "failed")
    assert line["exception_name"] == "KeyError"
    assert line["function_request_id"]


def test_the_reason_of_a_server_error_is_logged_though_the_response_hides_it(
    app: App, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESETS", "presets.json")
    darkroom.cache_clear()
    response = app.get("/presets")
    darkroom.cache_clear()
    assert (response.status_code, "PRESETS" in response.body.decode()) == (500, False)
    (line,) = (line for line in written.messages() if line["message"] == "request failed")
    assert (line["level"], line["code"]) == ("ERROR", "configuration_error")
    assert line["reason"] == "PRESETS and PRESETS_VERSION go together; set both or neither"
    assert line["function_request_id"]


def call_everything(app: App, deployed_app: Chalice, png: bytes) -> set[str]:
    """Call each handler with valid and invalid input, with a token. Return the handlers' names."""
    key = f"{PREFIX}secret/cat.png"
    event = app.put(key, png)
    app.deliver(event)
    app.deliver(app.put(f"{PREFIX}secret/text.png", b"no image but a secret text"))
    values = {"image_id": app.id_of(key), "name": "300x300"}
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
        query = "?external_id=secret-id" if (method, path) == ("GET", "/images") else ""
        app.call(method, f"{filled}{query}", body, {"Content-Type": "application/json"})
    bad = f"could not GET https://b.s3.amazonaws.com/k?X-Amz-Signature={SIGNATURE}"
    messages = app.chalice.events.generate_sqs_event([dead_letter(event, bad)])
    app.chalice.lambda_.invoke("process_failures", messages)
    deferred = app.chalice.events.generate_sqs_event([json.dumps({**event, "deferrals": 1})])
    app.chalice.lambda_.invoke("process_deferred", deferred)
    app.chalice.lambda_.invoke("sweep", app.chalice.events.generate_cw_event("events", "tick", {}, []))
    deliver_webhook(app)
    invalidate_cdn(app)
    app.chalice.lambda_.invoke(
        "erase_images", app.chalice.events.generate_sqs_event([json.dumps({"image_id": app.id_of(key)})])
    )
    app.put(key, png)
    tasks = execute(app, key)
    views = {entry.view_name for methods in routes.values() for entry in methods.values()}
    events = {"process_upload", "process_deferred", "process_failures", "erase_images"}
    return {
        *views,
        *tasks,
        *events,
        "authorize",
        "sweep",
        "deliver_webhook",
        "invalidate_cdn",
        "erase_images",
    }


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


def test_no_content_token_or_signature_is_written(
    app: App, deployed_app: Chalice, png: bytes, written: Written
) -> None:
    called = call_everything(app, deployed_app, png)
    assert called == set(deployed_app.handler_map), "call_everything must call each handler"
    assert len({line["function_request_id"] for line in written.messages()}) > len(deployed_app.routes)
    text = written.text
    assert "X-Amz-Signature=[redacted]" in text
    assert not re.search("X-Amz-Signature=(?!.redacted)|x-amz-signature|X-Amz-Credential|[Pp]olicy", text)
    image = ("IHDR", base64.b64encode(png[:24]).decode())
    for secret in (app.token, SIGNATURE, WEBHOOK_SECRET, "a secret text", "secret-", *image):
        assert secret not in text
