"""The settings of a deployed stage come from the environment of its function."""

import argparse
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from chalicelib.errors import ConfigurationError
from local.account import sdk_environment
from ops.stage_settings import DEFAULT_MEMORY_MB, load_darkroom, memory_mb
from tests.unit.deployment import RESOURCES

FUNCTION = "darkroom-dev-process_upload"
DEPLOYED = {
    **RESOURCES,
    "UPLOAD_BUCKET": "deployed",
    "PROCESS_FUNCTION": FUNCTION,
    "STAGE": "dev",
    "EVENT_BUS": "",
}
CONFIGURATION = {"FunctionName": FUNCTION, "MemorySize": 3008, "Environment": {"Variables": DEPLOYED}}


class LambdaApi(BaseHTTPRequestHandler):
    """Answers GetFunctionConfiguration for one function."""

    def do_GET(self) -> None:
        found = self.path == f"/2015-03-31/functions/{FUNCTION}/configuration"
        body = json.dumps(CONFIGURATION if found else {"Type": "User", "Message": "Function not found"})
        self.send_response(200 if found else 404)
        if not found:
            self.send_header("x-amzn-ErrorType", "ResourceNotFoundException")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
        """Print nothing."""


@pytest.fixture(autouse=True)
def _lambda_api(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with ThreadingHTTPServer(("127.0.0.1", 0), LambdaApi) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        for name, value in sdk_environment(f"http://127.0.0.1:{server.server_port}").items():
            monkeypatch.setenv(name, value)
        yield
        server.shutdown()


def load(stage: str | None = None, function: str | None = None, **env: str) -> tuple[str, str | None]:
    """Return the upload bucket and the function of the app that is built."""
    arguments = argparse.Namespace(stage=stage, function=function)
    settings = load_darkroom(arguments, {**RESOURCES, **env}).settings
    return settings.upload_bucket, settings.process_function


def test_without_a_stage_the_environment_has_the_settings() -> None:
    assert load(PROCESS_FUNCTION="other") == ("uploads", "other")


def test_a_stage_takes_precedence_over_the_environment() -> None:
    assert load("dev", PROCESS_FUNCTION="other") == ("deployed", FUNCTION)


def test_a_variable_that_the_stage_leaves_empty_takes_precedence_too() -> None:
    arguments = argparse.Namespace(stage="dev", function=None)
    assert load_darkroom(arguments, {**RESOURCES, "EVENT_BUS": "mine"}).settings.event_bus is None


@pytest.mark.parametrize("own", ["auto", "off"])
def test_a_stage_renders_with_its_kernel_whatever_this_machine_does(own: str) -> None:
    arguments = argparse.Namespace(stage="dev", function=None)
    assert load_darkroom(arguments, {**RESOURCES, "DARKROOM_KERNEL": own}).presets.kernel


def test_the_function_option_takes_precedence_over_everything() -> None:
    assert load("dev", "mine", PROCESS_FUNCTION="other") == ("deployed", "mine")


def test_an_unknown_stage_is_refused_with_the_function_that_it_needs() -> None:
    with pytest.raises(ConfigurationError, match=r"no stage 'nowhere' .* darkroom-nowhere-process_upload"):
        load("nowhere")


def test_an_invalid_stage_name_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="Invalid stage name"):
        load("no_where")


def test_the_memory_is_that_of_the_stage() -> None:
    assert memory_mb("dev") == 3008
    assert memory_mb(None) == DEFAULT_MEMORY_MB
