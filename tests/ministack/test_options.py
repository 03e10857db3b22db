"""Repeated deployments, and options that are turned on and off, on MiniStack."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from chalicelib.entrypoints.throttling import CLASSES
from ops.templates.api import encoded_path
from ops.templates.parameters import DEFAULT_LIMITS
from tests.fakes.account.commands import ALL_FEATURES, NO_FEATURES
from tests.ministack.account import REGION, Account
from tests.ministack.checkout import Checkout, check_out
from tests.ministack.stage import NEW, RARE_RATE, STAGE, Stage

pytestmark = [pytest.mark.by_hand, pytest.mark.timeout(900), pytest.mark.shares_processes]

ON = (*ALL_FEATURES, "--waf-rate", "100")
OFF = (*NO_FEATURES, "--waf-rate", "0")
# The variables of the functions that have the outputs of other stacks.
OUTPUTS = {
    "UPLOAD_BUCKET": "UploadBucket",
    "DEST_BUCKET": "DestBucket",
    "IMAGES_TABLE": "ImagesTable",
    "TOKENS_TABLE": "TokensTable",
    "FAILURES_QUEUE": "FailuresQueue",
    "DEFERRED_QUEUE": "DeferredQueue",
    "ERASURES_QUEUE": "ErasuresQueue",
}
OPTIONAL = {
    "EVENT_BUS": "EventBus",
    "WEBHOOKS_TABLE": "WebhooksTable",
    "WEBHOOKS_QUEUE": "WebhooksQueue",
    "STATE_MACHINE": "StateMachine",
    "PUBLIC_BASE_URL": "PublicBaseUrl",
}
ALWAYS = {"", "access", "app", "artifacts"}


@pytest.fixture(scope="module")
def stage(account: Account, checkout: Checkout) -> Stage:
    checkout.deploy(STAGE, *NEW, "--memory", "1024", "--set", "URL_EXPIRES=60")
    return Stage(account, checkout)


def environment(stage: Stage) -> dict[str, str]:
    """Return the environment variables, which are the same for all functions."""
    environments: list[dict[str, Any]] = [each["Environment"] for each in stage.functions().values()]
    assert [each for each in environments if each != environments[0]] == []
    return dict(environments[0]["Variables"])


def outputs(stage: Stage) -> Mapping[str, str]:
    return dict(line.split(" ", 1) for line in stage.checkout.ops("outputs", STAGE).splitlines())


def stacks(account: Account) -> set[str]:
    described = account.client("cloudformation").describe_stacks()["Stacks"]
    return {each["StackName"].removeprefix(f"darkroom-{STAGE}").lstrip("-") for each in described}


def changes(results: Mapping[str, str]) -> dict[str, str]:
    """Return the results of the steps that have changed something."""
    return {
        step: result
        for step, result in results.items()
        if step != "Prerequisites" and not result.startswith(("no change", "none"))
    }


def test_a_second_deployment_changes_nothing(stage: Stage) -> None:
    assert changes(stage.checkout.deploy(STAGE)) == {}


def test_a_deployment_from_another_checkout_changes_nothing(stage: Stage, tmp_path: Path) -> None:
    other = check_out(tmp_path / "another checkout", stage.checkout.environment)
    printed = other.ops("diff", STAGE).splitlines()
    assert [line for line in printed if not line.endswith(": no changes")] == []
    assert changes(other.deploy(STAGE)) == {}


def test_each_method_of_the_api_is_limited_by_its_class(stage: Stage) -> None:
    client = stage.account.client("apigateway")
    [api] = client.get_rest_apis()["items"]
    settings = client.get_stage(restApiId=api["id"], stageName=STAGE)["methodSettings"]
    rates = {path: each["throttlingRateLimit"] for path, each in settings.items()}
    assert rates.pop("*/*") == RARE_RATE
    assert rates == {
        f"{encoded_path(path)}/{method}": DEFAULT_LIMITS[each][0] for (method, path), each in CLASSES.items()
    }


def test_options_can_be_turned_on(stage: Stage) -> None:
    stage.checkout.deploy(STAGE, *ON)
    assert stacks(stage.account) == {
        *ALWAYS,
        *("cdn", "events", "faces", "moderation", "operations", "workflow"),
    }
    variables, names = environment(stage), outputs(stage)
    expected = {variable: names[output] for variable, output in (OUTPUTS | OPTIONAL).items()}
    assert {variable: variables[variable] for variable in expected} == expected
    assert all(expected.values())
    assert (variables["WORKFLOW"], variables["MODERATION"]) == ("stepfunctions", "rekognition")
    assert variables["FACE_DETECTION"] == "rekognition"
    assert stage.function("deliver_webhook") in stage.functions()


def test_the_web_acl_protects_the_api(stage: Stage) -> None:
    client, api = stage.account.client("wafv2"), stage.account.outputs(stage.app)["RestAPIId"]
    [acl] = client.list_web_acls(Scope="REGIONAL")["WebACLs"]
    protected = client.list_resources_for_web_acl(WebACLArn=acl["ARN"])["ResourceArns"]
    assert protected == [f"arn:aws:apigateway:{REGION}::/restapis/{api}/stages/{STAGE}"]


def test_settings_stay_as_they_are(stage: Stage) -> None:
    assert environment(stage)["URL_EXPIRES"] == "60"
    functions = stage.functions()
    # It has an option of its own.
    assert functions.pop(stage.function("render_on_demand"))["MemorySize"] == 1769
    assert {each["MemorySize"] for each in functions.values()} == {1024}


def test_options_can_be_turned_off(stage: Stage) -> None:
    stage.checkout.deploy(STAGE, *OFF)
    # The stack of the events has the endpoints of the webhooks.
    assert stacks(stage.account) == {*ALWAYS, "events"}
    variables, names = environment(stage), outputs(stage)
    expected = {variable: names[output] for variable, output in OUTPUTS.items()}
    assert {variable: variables[variable] for variable in expected} == expected
    assert {variable: variables.get(variable, "") for variable in OPTIONAL} == dict.fromkeys(OPTIONAL, "")
    assert (variables["WORKFLOW"], variables["MODERATION"]) == ("direct", "off")
    assert variables["FACE_DETECTION"] == "off"
    assert stage.function("deliver_webhook") not in stage.functions()
    assert changes(stage.checkout.deploy(STAGE)) == {}
