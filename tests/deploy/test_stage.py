"""A stage can be deployed, deployed again and destroyed with the ops commands, on moto."""

import json
import re
import shutil
import subprocess

import pytest

from tests.conftest import Aws
from tests.deploy.checkout import REGION, Checkout, check_out
from tests.deploy.scenarios import SCENARIOS

# moto doesn't support bucket policies, event invoke configurations and topic policies; cfn-lint checks them
pytestmark = pytest.mark.filterwarnings("ignore:Tried to parse AWS:UserWarning")

# Webhooks are off by default: test_features.py turns them on.
HANDLERS = {*SCENARIOS} - {"deliver_webhook"}
FUNCTIONS = {
    "darkroom-trial" if handler == "api_handler" else f"darkroom-trial-{handler}" for handler in HANDLERS
}


@pytest.fixture(scope="module")
def checkout(aws: Aws, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return check_out(aws, tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def deployed(checkout: Checkout) -> "subprocess.CompletedProcess[str]":
    done = checkout.ops(
        "deploy", "trial", "--memory", "2048", "--timeout", "90", "--origin", "https://www.example.com"
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.usefixtures("deployed")
def test_every_function_has_its_own_role(checkout: Checkout) -> None:
    functions = checkout.functions()
    assert set(functions) == FUNCTIONS
    assert len({function["Role"] for function in functions.values()}) == len(FUNCTIONS)
    for name, function in functions.items():
        handler = name.removeprefix("darkroom-trial").lstrip("-") or "api_handler"
        role = "".join(map(str.capitalize, handler.split("_")))
        assert f"-access-{role}Role-" in function["Role"]
        consumes = handler == "process_failures"
        assert (function["MemorySize"], function["Timeout"]) == (2048, 60 if consumes else 90)


@pytest.mark.usefixtures("deployed")
def test_the_stage_is_configured_with_the_resources_of_the_stacks(checkout: Checkout) -> None:
    entry = checkout.stage()
    variables = entry["environment_variables"]
    assert variables["PROCESS_FUNCTION"] == "darkroom-trial-process_upload"
    assert variables["STAGE"] == "trial"
    assert variables["CORS_ORIGINS"] == "https://www.example.com"
    checkout.client("s3").head_bucket(Bucket=variables["DEST_BUCKET"])
    checkout.client("dynamodb").describe_table(TableName=variables["IMAGES_TABLE"])
    assert entry["lambda_architecture"] == "arm64"
    assert entry["lambda_functions"]["process_upload"]["reserved_concurrency"] == 50
    assert entry["lambda_functions"]["sweep"]["log_retention_in_days"] == 30


@pytest.mark.usefixtures("deployed")
def test_uploads_trigger_their_function(checkout: Checkout) -> None:
    notification = checkout.client("s3").get_bucket_notification_configuration(
        Bucket=checkout.upload_bucket()
    )
    (configuration,) = notification["LambdaFunctionConfigurations"]
    assert configuration["LambdaFunctionArn"].endswith(":darkroom-trial-process_upload")
    (rule,) = configuration["Filter"]["Key"]["FilterRules"]
    assert rule["Value"] == "images/"


@pytest.mark.usefixtures("deployed")
def test_the_api_is_throttled_and_its_page_is_an_allowed_origin(checkout: Checkout) -> None:
    (api,) = checkout.client("apigateway").get_rest_apis()["items"]
    settings = checkout.client("apigateway").get_stage(restApiId=api["id"], stageName="trial")
    throttling = settings["methodSettings"]["*/*"]
    assert (throttling["throttlingRateLimit"], throttling["throttlingBurstLimit"]) == (50, 100)
    (stack,) = checkout.client("cloudformation").describe_stacks(StackName="darkroom-trial")["Stacks"]
    given = {each["ParameterKey"]: each["ParameterValue"] for each in stack["Parameters"]}
    page = f"https://{api['id']}.execute-api.{REGION}.amazonaws.com"
    assert given["AllowedOrigins"] == f"{page},https://www.example.com"


@pytest.mark.usefixtures("deployed")
def test_gateway_responses_are_problem_documents(checkout: Checkout) -> None:
    (api,) = checkout.client("apigateway").get_rest_apis()["items"]
    response = checkout.client("apigateway").get_gateway_response(
        restApiId=api["id"], responseType="UNAUTHORIZED"
    )
    assert json.loads(response["responseTemplates"]["application/json"])["code"] == "not_authenticated"
    headers = response["responseParameters"]
    assert headers["gatewayresponse.header.Content-Type"] == "'application/problem+json'"
    assert headers["gatewayresponse.header.Access-Control-Allow-Origin"] == "'https://www.example.com'"


def test_the_command_prints_the_url_and_a_first_request(
    deployed: "subprocess.CompletedProcess[str]", checkout: Checkout
) -> None:
    (url,) = set(re.findall(r"https://\S+/trial/", deployed.stdout))
    assert f"curl -sSf {url}images" in deployed.stdout
    assert f"Api {url}" in checkout.ops("outputs", "trial").stdout


@pytest.mark.usefixtures("deployed")
def test_deploying_again_changes_nothing(checkout: Checkout) -> None:
    before = checkout.stage()
    again = checkout.ops("deploy", "trial")
    assert again.returncode == 0, again.stderr
    results = dict(line.rsplit(": ", 1) for line in again.stderr.splitlines())
    changed = {title: result for title, result in results.items() if result != "no change"}
    assert {title.partition(" ")[0] for title in changed} == {
        "Interpreter",
        "Functions",
        "Gateway",
        "Throttling",
    }
    assert checkout.stage() == before


@pytest.mark.usefixtures("deployed")
def test_another_checkout_deploys_to_the_same_api(checkout: Checkout) -> None:
    shutil.rmtree(checkout.folder / ".chalice" / "deployed")
    again = checkout.ops("deploy", "trial")
    assert again.returncode == 0, again.stderr
    assert len(checkout.client("apigateway").get_rest_apis()["items"]) == 1


@pytest.mark.usefixtures("deployed")
def test_images_are_not_deleted_without_delete_data(checkout: Checkout) -> None:
    bucket = checkout.upload_bucket()
    checkout.client("s3").put_object(Bucket=bucket, Key="precious.jpg", Body=b"image")
    refused = checkout.ops("destroy", "trial", "--yes")
    assert refused.returncode == 1
    assert f"These buckets are not empty: {bucket}" in refused.stderr
    assert "--delete-data" in refused.stderr
    assert set(checkout.functions()) == FUNCTIONS


@pytest.mark.usefixtures("deployed")
def test_nothing_is_deleted_without_confirmation(checkout: Checkout) -> None:
    refused = checkout.ops("destroy", "trial", "--delete-data", stdin="yes\n")
    assert (refused.returncode, refused.stdout.strip()) == (1, "Nothing was deleted.")
    assert set(checkout.functions()) == FUNCTIONS


@pytest.mark.usefixtures("deployed")
def test_destroying_a_stage_leaves_nothing_behind_and_can_be_repeated(checkout: Checkout) -> None:
    destroyed = checkout.ops("destroy", "trial", "--delete-data", stdin="trial\n")
    assert destroyed.returncode == 0, destroyed.stderr
    assert checkout.leftovers() == []
    assert checkout.ops("destroy", "trial", "--yes").returncode == 0
