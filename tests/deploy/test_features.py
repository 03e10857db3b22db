"""Events, workflow and moderation can be turned on and off with `ops deploy`, on moto."""

import json

import pytest

from tests.conftest import Aws
from tests.deploy.checkout import Checkout, check_out
from tests.deploy.deployer_policy import allowed, required_permission
from tests.deploy.test_policies import role_of

# moto doesn't support queue policies, topic policies and event invoke configurations; cfn-lint checks them
pytestmark = pytest.mark.filterwarnings("ignore:Tried to parse AWS:UserWarning")

ON = ("--events", "--workflow", "stepfunctions", "--moderation", "rekognition")
OFF = ("--no-events", "--workflow", "direct", "--moderation", "off")
WEBHOOK = "darkroom-trial-deliver_webhook"
FEATURES = {"EVENT_BUS", "WEBHOOKS_TABLE", "WEBHOOKS_QUEUE", "WORKFLOW", "STATE_MACHINE", "MODERATION"}


@pytest.fixture(scope="module")
def checkout(aws: Aws, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    checkout = check_out(aws, tmp_path_factory.mktemp("checkout"))
    deployed = checkout.ops("deploy", "trial", *ON)
    assert deployed.returncode == 0, deployed.stderr
    return checkout


def stacks(checkout: Checkout) -> set[str]:
    described = checkout.client("cloudformation").describe_stacks()["Stacks"]
    return {each["StackName"].removeprefix("darkroom-trial").lstrip("-") for each in described}


def attached_policies(checkout: Checkout, role: str) -> int:
    iam = checkout.client("iam")
    (name,) = (each["RoleName"] for each in iam.list_roles()["Roles"] if f"-{role}-" in each["RoleName"])
    return len(iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"])


def alarm_parameters(checkout: Checkout) -> dict[str, str]:
    """Return the parameters that create the features' alarms; moto does not create the alarms."""
    described = checkout.client("cloudformation").describe_stacks(StackName="darkroom-trial-operations")
    given = {each["ParameterKey"]: each["ParameterValue"] for each in described["Stacks"][0]["Parameters"]}
    return {name: given[name] for name in ("WebhookFailuresQueue", "StateMachine")}


def variables(checkout: Checkout) -> dict[str, str]:
    found: dict[str, str] = checkout.stage()["environment_variables"]
    return {name: value for name, value in found.items() if name in FEATURES}


def test_one_command_turns_on_all_features(checkout: Checkout) -> None:
    assert stacks(checkout) == {"", "events", "access", "workflow", "moderation", "operations"}
    assert variables(checkout).keys() == FEATURES
    function = checkout.functions()[WEBHOOK]
    assert f"-{role_of('deliver_webhook')}-" in function["Role"]
    assert function["Environment"]["Variables"].items() >= variables(checkout).items()


def test_the_webhook_queue_triggers_its_function(checkout: Checkout) -> None:
    mappings = checkout.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    (mapping,) = (each for each in mappings if each["FunctionArn"].endswith(f":{WEBHOOK}"))
    assert mapping["EventSourceArn"].endswith(f":{variables(checkout)['WEBHOOKS_QUEUE']}")


def test_the_state_machine_has_its_definition_and_may_be_started(checkout: Checkout) -> None:
    machine = checkout.client("stepfunctions").describe_state_machine(
        stateMachineArn=variables(checkout)["STATE_MACHINE"]
    )
    assert json.loads(machine["definition"])["StartAt"] == "Inspect"
    assert attached_policies(checkout, role_of("workflow_finalize")) == 1


def test_functions_that_moderate_images_have_permission_to_do_so(checkout: Checkout) -> None:
    assert attached_policies(checkout, role_of("workflow_moderate")) == 1
    # this function may also start executions
    assert attached_policies(checkout, role_of("process_upload")) == 2


def test_the_features_have_alarms(checkout: Checkout) -> None:
    assert alarm_parameters(checkout)["StateMachine"] == variables(checkout)["STATE_MACHINE"]
    queue = alarm_parameters(checkout)["WebhookFailuresQueue"]
    assert checkout.client("sqs").get_queue_url(QueueName=queue)


def test_the_outputs_include_the_features(checkout: Checkout) -> None:
    outputs = dict(line.split(" ", 1) for line in checkout.ops("outputs", "trial").stdout.splitlines())
    assert outputs["EventBus"] == "darkroom-trial-events"
    assert outputs["StateMachine"] == variables(checkout)["STATE_MACHINE"]


def test_options_that_are_left_out_keep_their_values(checkout: Checkout) -> None:
    before = checkout.stage()
    again = checkout.ops("deploy", "trial")
    assert again.returncode == 0, again.stderr
    assert checkout.stage() == before
    assert again.stderr.count(": no change") == 8


def test_a_diff_shows_which_stacks_would_be_deleted(checkout: Checkout) -> None:
    before = stacks(checkout)
    printed = checkout.ops("diff", "trial", *OFF).stdout
    assert "darkroom-trial-workflow: would be deleted" in printed
    assert "darkroom-trial-moderation: would be deleted" in printed
    assert stacks(checkout) == before


def test_turning_features_off_deletes_them_but_keeps_the_webhook_endpoints(checkout: Checkout) -> None:
    tables = checkout.client("dynamodb").list_tables()["TableNames"]
    done = checkout.ops("deploy", "trial", *OFF)
    assert done.returncode == 0, done.stderr
    assert stacks(checkout) == {"", "events", "access", "operations"}
    assert variables(checkout) == {}
    assert WEBHOOK not in checkout.functions()
    assert role_of("deliver_webhook") not in checkout.resources("AWS::IAM::Role")
    assert attached_policies(checkout, role_of("process_upload")) == 0
    assert checkout.client("dynamodb").list_tables()["TableNames"] == tables
    groups = checkout.client("logs").describe_log_groups()["logGroups"]
    assert f"/aws/lambda/{WEBHOOK}" not in {each["logGroupName"] for each in groups}
    assert set(alarm_parameters(checkout).values()) == {"none"}


def test_features_stay_off_in_the_next_deployment(checkout: Checkout) -> None:
    assert checkout.ops("deploy", "trial").returncode == 0
    assert variables(checkout) == {}


def test_turning_events_on_again_restores_the_endpoints(checkout: Checkout) -> None:
    table = checkout.resources("AWS::DynamoDB::Table")["WebhooksTable"]
    done = checkout.ops("deploy", "trial", "--events")
    assert done.returncode == 0, done.stderr
    assert variables(checkout)["WEBHOOKS_TABLE"] == table
    assert WEBHOOK in checkout.functions()


def test_destroying_the_stage_deletes_the_features(checkout: Checkout) -> None:
    destroyed = checkout.ops("destroy", "trial", "--yes")
    assert destroyed.returncode == 0, destroyed.stderr
    assert checkout.leftovers() == []


def test_the_deployer_policy_allows_every_request_of_these_commands(checkout: Checkout) -> None:
    requests = map(json.loads, checkout.request_log.read_text("utf-8").splitlines())
    required = {each for request in requests if (each := required_permission(request)) is not None}
    services = {action.partition(":")[0] for action, _ in required}
    assert services >= {"apigateway", "cloudformation", "events", "lambda", "logs", "s3", "sqs", "dynamodb"}
    assert {each for each in required if not allowed(*each)} == set()
