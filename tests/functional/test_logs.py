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
from docsite.code_blocks import blocks
from tests.conftest import PREFIX
from tests.documents import ROOT
from tests.functional.conftest import App
from tests.functional.every_handler import SIGNATURE, WEBHOOK_SECRET, call_everything, dead_letter

OPERATIONS = ROOT / "docs" / "operations.md"


@dataclass
class Written:
    """Everything written to the log, standard output or standard error."""

    capsys: pytest.CaptureFixture[str]
    text: str = ""

    def lines(self) -> list[dict[str, Any]]:
        self.text += "".join(self.capsys.readouterr())
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def written(app: App, capsys: pytest.CaptureFixture[str]) -> Iterator[Written]:
    """Also capture the root logger, since Lambda's handler writes what other libraries log."""
    root = logging.StreamHandler(sys.stdout)
    logging.getLogger().addHandler(root)
    app.get("/healthz")
    capsys.readouterr()
    yield Written(capsys)
    logging.getLogger().removeHandler(root)


def test_a_run_is_one_line_with_its_ids_and_metrics(app: App, png: bytes, written: Written) -> None:
    key = f"{PREFIX}logged/cat.png"
    event = app.put(key, png)
    event["Records"][0]["responseElements"] = {"x-amz-request-id": "the-put"}
    app.deliver(event)
    (line,) = written.lines()
    assert (line["level"], line["message"]) == ("INFO", "ready")
    assert (line["image_id"], line["key"]) == (app.id_of(key), key)
    assert (line["correlation_id"], bool(line["request_id"])) == ("the-put", True)
    assert (line["service"], line["stage"]) == ("darkroom", "dev")
    assert (line["Ready"], line["BytesIn"]) == (1, len(png))


def test_the_documented_query_and_tables_match_the_lines(app: App, png: bytes, written: Written) -> None:
    """`@timestamp` and `@log` in the query are CloudWatch's own."""
    app.deliver(app.put(f"{PREFIX}documented/cat.png", png))
    app.deliver(app.put(f"{PREFIX}documented/text.png", b"no image"))
    app.get("/images/not-an-id")
    members = {name for line in written.lines() for name in line}
    (query,) = (each.code for each in blocks(OPERATIONS) if each.code.startswith("fields "))
    assert {name for name in re.findall(r"(?<!@)\b[a-z_]+", query) if name in members} == {
        "message", "code", "key", "image_id"
    }  # fmt: skip
    documented = set(re.findall(r"`(\w+)`", OPERATIONS.read_text("utf-8")))
    assert members - documented <= {"_aws", "level", "message"}


def test_requests_are_logged_with_their_resource(app: App, written: Written) -> None:
    created = app.post("/images", {"filename": "cat.png"}).json_body
    app.get(f"/images/{created['id']}")
    app.get("/images/not-an-id")
    logged = [line for line in written.lines() if line["message"] == "answered"]
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
    line = next(line for line in written.lines() if line["message"] == "given up")
    assert (line["level"], line["reason"]) == ("ERROR", "Task timed out")
    assert line["keys"] == [f"{PREFIX}given-up/cat.png"]
    assert line["correlation_id"] == "the-failed-invocation"


def test_a_failed_invocation_is_logged_with_its_error_and_ids(app: App, written: Written) -> None:
    with pytest.raises(KeyError):
        app.chalice.lambda_.invoke("process_failures", app.chalice.events.generate_sqs_event(["{}"]))
    line = next(line for line in written.lines() if line["message"] == "failed")
    assert line["exception_name"] == "KeyError"
    assert line["request_id"]


def test_the_reason_of_a_server_error_is_logged_though_the_response_hides_it(
    app: App, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESETS", "presets.json")
    darkroom.cache_clear()
    response = app.get("/presets")
    darkroom.cache_clear()
    assert (response.status_code, "PRESETS" in response.body.decode()) == (500, False)
    (line,) = (line for line in written.lines() if line["message"] == "request failed")
    assert (line["level"], line["code"]) == ("ERROR", "configuration_error")
    assert line["reason"] == "PRESETS and PRESETS_VERSION go together; set both or neither"
    assert line["request_id"]


def test_no_content_token_or_signature_is_written(
    app: App, deployed_app: Chalice, png: bytes, written: Written
) -> None:
    called = call_everything(app, deployed_app, png)
    assert called == set(deployed_app.handler_map), "call_everything must call each handler"
    assert len({line["request_id"] for line in written.lines()}) > len(deployed_app.routes)
    text = written.text
    assert "X-Amz-Signature=[redacted]" in text
    assert not re.search("X-Amz-Signature=(?!.redacted)|x-amz-signature|X-Amz-Credential|[Pp]olicy", text)
    assert re.search(r"status/x\?key=\d{10}-\[redacted\]", text)
    assert not re.search("[0-9]{10}-[0-9a-f]{32}", text)
    image = ("IHDR", base64.b64encode(png[:24]).decode())
    for secret in (app.token, SIGNATURE, WEBHOOK_SECRET, "a secret text", "secret-", *image):
        assert secret not in text
