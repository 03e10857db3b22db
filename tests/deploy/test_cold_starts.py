"""What the functions load before their first event: each pays for that in every cold start."""

import sysconfig
from pathlib import Path

import pytest

from local.process import ROOT
from ops.packaging.cold_start_code import ENVIRONMENT, STARTS
from ops.packaging.cold_start_times import run
from ops.packaging.layouts import Layout

SOURCE = Layout(name="source", task=ROOT, runtime=Path(sysconfig.get_path("purelib")))


def loaded(statements: str) -> set[str]:
    return set(run(SOURCE, f"{statements}\nimport sys; print(*sys.modules)").stdout.split())


def below(modules: set[str], *packages: str) -> set[str]:
    return {each for each in modules if any(each == name or each.startswith(f"{name}.") for name in packages)}


def test_the_api_loads_nothing_that_touches_images() -> None:
    modules = loaded(STARTS["api_handler"])
    assert "chalicelib.uploads" in modules
    assert below(modules, "PIL", "isal", "chalicelib.imaging", "chalicelib.processing.pipeline") == set()


def test_the_authorizer_loads_next_to_nothing() -> None:
    modules = loaded(STARTS["authorize"])
    assert "chalicelib.access.authenticator" in modules
    others = (
        "PIL",
        "msgspec",
        "aws_lambda_powertools",
        "chalicelib.api",
        "chalicelib.entrypoints.routes",
        "app",
    )
    assert below(modules, *others) == set()
    assert len(below(modules, "chalicelib")) < 30


def test_what_processes_images_loads_the_engine_without_what_one_format_alone_needs() -> None:
    modules = loaded(STARTS["process_upload"])
    assert "chalicelib.imaging.engine" in modules
    assert "PIL.WebPImagePlugin" in modules
    assert below(modules, "ctypes", "chalicelib.imaging.libwebp") == set()


@pytest.mark.parametrize("module", ["boto3", "aws_lambda_powertools"])
def test_loading_the_app_makes_no_client_and_no_log(module: str) -> None:
    assert module not in loaded("import app")


def test_a_client_is_made_once() -> None:
    code = (
        "import boto3; made = []; make = boto3.client\n"
        "boto3.client = lambda name, **options: made.append(name) or make(name, **options)\n"
        f"{STARTS['process_upload']}; {STARTS['api_handler']}; d.sources, d.outputs, d.store, d.bulk_reader\n"
        "print(*sorted(made))"
    )
    assert run(SOURCE, code).stdout.split() == ["dynamodb", "s3"]


def test_a_start_needs_no_more_settings_than_the_functions_have() -> None:
    assert {name for name in ENVIRONMENT if not name.startswith("AWS_")} == {
        "UPLOAD_BUCKET", "DEST_BUCKET", "IMAGES_TABLE", "TOKENS_TABLE", "FAILURES_QUEUE"
    }  # fmt: skip
