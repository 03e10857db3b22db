"""The app's template has all functions, their triggers and the API, with options as parameters."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from local.process import ROOT
from ops.templates.app import app_template
from ops.templates.documents import interface
from ops.templates.intrinsics import Json
from ops.templates.load_app import AppNotLoadable
from tests.unit.ops.templates.resources import of_type, properties

NOTHING = {"Ref": "AWS::NoValue"}
LONGEST_STAGE = "a" * 20
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
MAX_PARAMETERS, MAX_BYTES = 200, 1_000_000
ACCESS = (ROOT / "infra" / "access.yaml").read_text("utf-8")


def minified(template: Json) -> str:
    return json.dumps(template, separators=(",", ":"))


def test_there_is_a_function_for_each_role(template: Json) -> None:
    roles = {each["Properties"]["Role"]["Ref"] for each in of_type(template, "Lambda::Function").values()}
    assert roles == {*interface(ACCESS).outputs}


def test_functions_have_the_handlers_that_lambda_calls(template: Json) -> None:
    functions = of_type(template, "Lambda::Function")
    handlers = {name: each["Properties"]["Handler"] for name, each in functions.items()}
    assert handlers["APIHandler"] == "app.app"
    assert handlers["Authorize"] == "chalicelib.entrypoints.authorizer.authorize"
    assert handlers["DeliverWebhook"] == "app.deliver_webhook"
    version = sys.version_info
    assert {each["Properties"]["Runtime"] for each in functions.values()} == {
        f"python{version.major}.{version.minor}"
    }


def test_functions_have_chalice_s_names_and_their_own_log_groups(template: Json) -> None:
    for name, function in of_type(template, "Lambda::Function").items():
        own = function["Properties"]
        handler = own["Handler"].rpartition(".")[2]
        expected = "darkroom-${Stage}" if name == "APIHandler" else f"darkroom-${{Stage}}-{handler}"
        assert own["FunctionName"] == {"Fn::Sub": expected}
        assert len(expected.replace("${Stage}", LONGEST_STAGE)) <= 64
        assert own["LoggingConfig"]["LogGroup"] == {"Ref": f"{name}Logs"}
        assert properties(template, f"{name}Logs") == {
            "LogGroupName": {"Fn::Sub": f"/aws/lambda/{expected}"},
            "RetentionInDays": {"Ref": "LogRetentionDays"},
        }


def test_lambda_adds_no_lines_of_its_own_to_those_of_successful_invocations(template: Json) -> None:
    for function in of_type(template, "Lambda::Function").values():
        logging = function["Properties"]["LoggingConfig"]
        levels = (logging["LogFormat"], logging["SystemLogLevel"], logging["ApplicationLogLevel"])
        assert levels == ("JSON", "WARN", "INFO")


def test_the_code_is_the_package_of_this_version_in_the_release(template: Json) -> None:
    code = {"Fn::Sub": "${ReleasePrefix}darkroom-1.2.3-${Architecture}.zip"}
    for function in of_type(template, "Lambda::Function").values():
        assert function["Properties"]["Code"] == {"S3Bucket": {"Ref": "ArtifactBucket"}, "S3Key": code}


def test_what_renders_has_reserved_concurrency_and_0_reserves_none(template: Json) -> None:
    functions = of_type(template, "Lambda::Function").items()
    reserved = {
        name: each["Properties"]["ReservedConcurrentExecutions"]
        for name, each in functions
        if "ReservedConcurrentExecutions" in each["Properties"]
    }
    assert reserved == {
        "ProcessUpload": {"Fn::If": ["ReservesConcurrency", {"Ref": "Concurrency"}, NOTHING]},
        "RenderOnDemand": {
            "Fn::If": ["ReservesOnDemandConcurrency", {"Ref": "OnDemandConcurrency"}, NOTHING]
        },
    }
    for condition, parameter in (
        ("ReservesConcurrency", "Concurrency"),
        ("ReservesOnDemandConcurrency", "OnDemandConcurrency"),
    ):
        assert template["Conditions"][condition] == {"Fn::Not": [{"Fn::Equals": [{"Ref": parameter}, "0"]}]}
        assert re.fullmatch(template["Parameters"][parameter]["AllowedPattern"], "00") is None


def test_variants_on_demand_have_their_own_memory_and_end_before_api_gateway_does(template: Json) -> None:
    function = of_type(template, "Lambda::Function")["RenderOnDemand"]["Properties"]
    assert (function["MemorySize"], function["Timeout"]) == (
        {"Ref": "OnDemandMemory"},
        {"Ref": "OnDemandTimeout"},
    )
    timeout = template["Parameters"]["OnDemandTimeout"]
    assert (timeout["Default"], timeout["MaxValue"]) == ("25", 25)


def test_queue_consumers_have_a_sixth_of_their_queue_s_visibility_timeout(template: Json) -> None:
    timeouts = {
        name: each["Properties"]["Timeout"] for name, each in of_type(template, "Lambda::Function").items()
    }
    fixed = {name: timeout for name, timeout in timeouts.items() if not isinstance(timeout, dict)}
    # process_deferred renders images, so its queue has a VisibilityTimeout above every timeout.
    assert fixed == {"ProcessFailures": 60, "DeliverWebhook": 60, "InvalidateCdn": 60, "EraseImages": 60}


def test_the_template_is_within_cloudformation_s_limits_and_names_no_partition(template: Json) -> None:
    assert len(template["Parameters"]) < MAX_PARAMETERS
    assert len(minified(template)) < MAX_BYTES
    assert "arn:aws" not in minified(template)


def test_another_checkout_and_environment_give_the_same_bytes(
    template: Json, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy2(ROOT / "app.py", tmp_path)
    for name in ("chalicelib", "infra"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setenv("UPLOAD_PREFIX", "photos/")
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    assert minified(app_template(tmp_path, "1.2.3")) == minified(template)


def test_an_app_that_cannot_be_loaded_is_an_error_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("raise ValueError('no such preset')\n", "utf-8")
    with pytest.raises(AppNotLoadable, match=r"app\.py can't be loaded: ValueError: no such preset"):
        app_template(tmp_path, "1.2.3")


def test_a_trigger_without_a_resource_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "from chalice import Chalice\n"
        "app = Chalice('other')\n"
        "@app.on_sns_message(topic='news')\n"
        "def read(event): ...\n",
        "utf-8",
    )
    with pytest.raises(AppNotLoadable, match=r"SNSEventConfig \(read\)"):
        app_template(tmp_path, "1.2.3")


@pytest.mark.slow
def test_cfn_lint_accepts_the_template_in_every_partition(template: Json, tmp_path: Path) -> None:
    (tmp_path / "app.json").write_text(minified(template), "utf-8")
    # W1030: the role of deliver_webhook is only used if it is given.
    lint = subprocess.run(
        [
            *(Path(sys.executable).with_name("cfn-lint"), tmp_path / "app.json", "--ignore-checks", "W1030"),
            *("--regions", "us-east-1", "eu-south-2", "us-gov-west-1", "cn-north-1"),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (lint.returncode, lint.stdout.strip()) == (0, "")
