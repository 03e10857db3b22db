"""With invalid presets or settings, functions refuse to work before they touch a record or an object."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.local import LambdaContext

from chalicelib.bootstrap import darkroom
from chalicelib.errors import ConfigurationError
from local.process import ROOT
from tests.conftest import PREFIX, Aws
from tests.functional.aws_calls import Calls, recorded
from tests.functional.conftest import App

ARTIFACTS = "artifacts-of-configuration-tests"
TYPO = b'{"presets": [{"name": "square", "width": 1, "height": 1, "fit": "crop"}], "default": ["square"]}'
# The authorizer does not know about presets; the others carry out what was decided already.
WITHOUT_PRESETS = {"authorize", "deliver_webhook", "erase_images", "invalidate_cdn"}


def events(app: App) -> dict[str, dict[str, Any]]:
    """Return an event for each function that needs presets, apart from the API."""
    upload = app.event(f"{PREFIX}cat.png")
    dead_letter = {"requestContext": {"condition": "RetriesExhausted"}, "requestPayload": upload}
    generate = app.chalice.events
    tasks = {"key": f"{PREFIX}cat.png", "error": "States.TaskFailed"}
    return {
        "process_upload": upload,
        "process_deferred": generate.generate_sqs_event([json.dumps({**upload, "deferrals": 1})]),
        "process_failures": generate.generate_sqs_event([json.dumps(dead_letter)]),
        "sweep": generate.generate_cw_event("aws.events", "Scheduled Event", {}, []),
        **{each.name: tasks for each in app.chalice._app.pure_lambda_functions},  # noqa: SLF001 - no public API
    }


@pytest.fixture(params=["invalid", "missing"])
def calls(request: pytest.FixtureRequest, aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Iterator[Calls]:
    """Start the functions anew with unusable presets; return the list that their AWS calls are added to."""
    s3 = aws.clients.s3
    s3.create_bucket(Bucket=ARTIFACTS)
    s3.put_bucket_versioning(Bucket=ARTIFACTS, VersioningConfiguration={"Status": "Enabled"})
    version_id = s3.put_object(Bucket=ARTIFACTS, Key="presets.json", Body=TYPO)["VersionId"]
    monkeypatch.setenv("ARTIFACT_BUCKET", ARTIFACTS)
    monkeypatch.setenv("PRESETS", "presets.json")
    monkeypatch.setenv("PRESETS_VERSION", version_id if request.param == "invalid" else "nonsense")
    with recorded(lambda params: params.get("Bucket") or params.get("TableName")) as made:
        yield made


READ_PRESETS = ("GetObject", ARTIFACTS)


def test_every_function_that_needs_presets_refuses_without_touching_anything(
    app: App, deployed_app: Chalice, calls: Calls
) -> None:
    registered: list[Any] = [*deployed_app.event_sources, *deployed_app.builtin_auth_handlers]
    registered += deployed_app.pure_lambda_functions
    assert {each.name for each in registered} - WITHOUT_PRESETS == set(events(app))
    for name, event in events(app).items():
        calls.clear()
        with pytest.raises(ConfigurationError, match=r"presets\.json"):
            deployed_app.handler_map[name](event, LambdaContext(name, 1024, max_runtime_ms=60_000))
        assert calls == [READ_PRESETS], name


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/healthz"),
        ("GET", "/presets"),
        ("GET", "/s3/params?filename=cat.png"),
        ("POST", "/images"),
        ("POST", "/images/unknown/reprocess"),
        ("DELETE", "/images/unknown"),
    ],
)
def test_requests_that_need_presets_are_refused_without_touching_anything(
    app: App, calls: Calls, method: str, path: str
) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": f"{method}{path}"}
    response = app.call(method, path, b'{"filename": "cat.png"}', headers)
    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json_body["code"] == "configuration_error"
    assert "presets" not in response.json_body["detail"]
    tokens = ("GetItem", app.aws.resources.tokens_table)
    assert [call for call in calls if call != tokens] == [READ_PRESETS]


def test_existing_images_can_still_be_read(app: App, calls: Calls) -> None:
    assert app.get("/images").status_code == 200
    assert app.get("/images/unknown").status_code == 404
    assert READ_PRESETS not in calls


def test_corrected_presets_are_read_once_per_process(
    app: App, aws: Aws, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    valid = TYPO.replace(b"crop", b"cover")
    version_id = aws.clients.s3.put_object(Bucket=ARTIFACTS, Key="presets.json", Body=valid)["VersionId"]
    monkeypatch.setenv("PRESETS_VERSION", version_id)
    darkroom.cache_clear()
    for _ in range(2):
        assert app.get("/presets").json_body["default"] == ["square"]
        assert app.get("/healthz").status_code == 200
    assert calls.count(READ_PRESETS) == 1


def started(code: str, aws: Aws, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run Python code in a new process with the environment of the functions."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**aws.environment, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


HEALTH = {
    "requestContext": {"resourcePath": "/healthz", "httpMethod": "GET", "path": "/healthz", "requestId": "r"},
    "headers": {},
    "multiValueQueryStringParameters": None,
    "pathParameters": None,
    "stageVariables": None,
    "body": None,
}


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({"UPLOAD_PREFIX": "images"}, "UPLOAD_PREFIX must be a folder"),
        ({"FAILURES_QUEUE": ""}, "FAILURES_QUEUE is not set"),
        ({"MAX_UPLOAD_BYTE": "1"}, "did you mean MAX_UPLOAD_BYTES?"),
    ],
)
def test_on_lambda_a_function_with_invalid_settings_reports_them_at_each_call(
    app: App, variables: dict[str, str], reason: str
) -> None:
    code = f"""if True:
        import json, app
        from chalice.local import LambdaContext
        from chalicelib.errors import ConfigurationError
        context, reasons = LambdaContext("f", 1024, 60_000), []
        response = app.app({HEALTH!r}, context)
        for name, event in {events(app)!r}.items():
            try:
                getattr(app, name)(event, context)
            except ConfigurationError as error:
                reasons.append(str(error))
        print(json.dumps([response, reasons]))
    """
    ended = started(code, app.aws, AWS_LAMBDA_FUNCTION_NAME="darkroom-prod", **variables)
    *log, printed = ended.stdout.splitlines()
    response, reasons = json.loads(printed)
    assert (response["statusCode"], json.loads(response["body"])["code"]) == (500, "configuration_error")
    assert response["headers"]["Content-Type"] == "application/problem+json"
    assert len(reasons) == len(events(app))
    assert all(reason in each for each in reasons)
    (line,) = (json.loads(each) for each in log if "request failed" in each)
    assert (line["level"], line["code"], line["correlation_id"]) == ("ERROR", "configuration_error", "r")
    assert reason in line["reason"]


def test_elsewhere_the_app_cannot_be_imported_with_invalid_settings(aws: Aws) -> None:
    ended = started("import app", aws, UPLOAD_PREFIX="images")
    assert ended.returncode == 1
    assert "ConfigurationError: UPLOAD_PREFIX must be a folder" in ended.stderr
