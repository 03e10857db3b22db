"""The parts of a deployment that work without AWS."""

from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from ops.stage.concurrency import affordable
from ops.stage.config import Sizes, settings_in, stage_config
from ops.stage.features import FEATURES
from ops.stage.names import INFRA, Stage, handler_of, role_of

from chalicelib.errors import ConfigurationError
from ops.exit_codes import ExitCode
from ops.main import main
from ops.templates.documents import self_contained as body

# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
MAX_TEMPLATE_BYTES = 51_200
PROD = Stage("prod")
ROLES = {role_of(handler): "arn" for handler in ("process_upload", "process_failures", "sweep")}


def configured(existing: dict[str, Any], **sizes: int) -> dict[str, Any]:
    return stage_config(
        existing,
        PROD,
        storage={"UploadBucket": "uploads"},
        roles=ROLES,
        sizes=Sizes(**sizes),
        environment={"EVENT_BUS": None},
    )


@pytest.mark.parametrize("name", ["", "-prod", "prod-", "a" * 21, "pröd", "prod access"])
def test_a_name_that_is_invalid_in_functions_and_urls_is_rejected(name: str) -> None:
    with pytest.raises(ConfigurationError, match="20 characters"):
        Stage.named(name)


@pytest.mark.parametrize("stack", PROD.stacks[1:])
def test_a_stage_name_cannot_end_like_a_stack_of_another_stage(stack: Any) -> None:
    with pytest.raises(ConfigurationError, match="can't end in"):
        Stage.named(stack.name.removeprefix("darkroom-"))


@pytest.mark.parametrize("template", sorted(INFRA.glob("*.yaml")), ids=lambda path: path.name)
def test_every_template_fits_into_one_cloudformation_request(template: Path) -> None:
    assert len(body(template).encode()) <= MAX_TEMPLATE_BYTES


def test_every_feature_has_a_template() -> None:
    assert all(feature.stack(PROD).template.exists() for feature in FEATURES)


@pytest.mark.parametrize("handler", ["process_upload", "workflow_record_failure", "sweep"])
def test_a_handler_s_name_can_be_derived_from_its_role_and_back(handler: str) -> None:
    assert handler_of(role_of(handler)) == handler


def test_only_outputs_that_are_settings_become_variables() -> None:
    assert settings_in({"UploadBucket": "uploads", "FailuresQueueArn": "arn"}) == {"UPLOAD_BUCKET": "uploads"}


def test_variables_added_by_hand_are_kept_and_those_of_disabled_features_removed() -> None:
    entry = configured({"environment_variables": {"OPEN_FORMS": "5", "EVENT_BUS": "bus"}, "xray": True})
    variables = entry["environment_variables"]
    assert (variables["OPEN_FORMS"], variables["STAGE"], entry["xray"]) == ("5", "prod", True)
    assert "EVENT_BUS" not in variables


def test_no_timeout_exceeds_the_visibility_timeout_of_the_queue() -> None:
    entry = configured({}, timeout=600)
    assert entry["lambda_timeout"] == 600
    assert entry["lambda_functions"]["process_failures"]["lambda_timeout"] == 60
    assert "lambda_timeout" not in entry["lambda_functions"]["process_upload"]


def test_a_chosen_architecture_is_kept() -> None:
    assert configured({})["lambda_architecture"] == "arm64"
    assert configured({"lambda_architecture": "x86_64"})["lambda_architecture"] == "x86_64"


def test_concurrency_zero_reserves_nothing() -> None:
    assert configured({}, concurrency=0)["lambda_functions"]["process_upload"]["reserved_concurrency"] is None


@pytest.mark.parametrize(("unreserved", "reserved"), [(1000, 50), (150, 50), (149, 0), (10, 0)])
def test_concurrency_is_only_reserved_if_the_account_s_quota_allows_it(
    unreserved: int, reserved: int
) -> None:
    client = boto3.client("lambda", region_name="eu-central-1")
    with Stubber(client) as stub:
        limit = {"AccountLimit": {"UnreservedConcurrentExecutions": unreserved}}
        stub.add_response("get_account_settings", limit)
        assert affordable(client, 50) == reserved


def test_without_permission_to_read_the_quota_concurrency_is_reserved() -> None:
    client = boto3.client("lambda", region_name="eu-central-1")
    with Stubber(client) as stub:
        stub.add_client_error("get_account_settings", "AccessDeniedException")
        assert affordable(client, 50) == 50


@pytest.mark.parametrize(
    "arguments",
    [
        ("--timeout", "601"),
        ("--memory", "64"),
        ("--concurrency", "-1"),
        ("--log-days", "31"),
        ("--workflow", "other"),
        ("--moderation", "on"),
    ],
)
def test_values_that_aws_would_reject_are_rejected_before_the_deployment(
    arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["deploy", "prod", *arguments], {})
    assert caught.value.code == ExitCode.USAGE
    assert arguments[0] in capsys.readouterr().err
