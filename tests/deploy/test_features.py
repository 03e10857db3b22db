"""Events, workflow and moderation come with one command, stay, and go by another, on moto."""

import json

import pytest

from tests.conftest import Aws
from tests.deploy.checkout import Checkout, check_out
from tests.deploy.deployer_policy import allowed, needed
from tests.deploy.test_policies import role_of

# moto creates no queue and topic policies, nor event invoke configurations; cfn-lint has read them
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


def attached(checkout: Checkout, role: str) -> int:
    iam = checkout.client("iam")
    (name,) = (each["RoleName"] for each in iam.list_roles()["Roles"] if f"-{role}-" in each["RoleName"])
    return len(iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"])


def watched(checkout: Checkout) -> dict[str, str]:
    """Return what the alarms of the features depend on, which moto does not create."""
    described = checkout.client("cloudformation").describe_stacks(StackName="darkroom-trial-operations")
    given = {each["ParameterKey"]: each["ParameterValue"] for each in described["Stacks"][0]["Parameters"]}
    return {name: given[name] for name in ("WebhookFailuresQueue", "StateMachine")}


def variables(checkout: Checkout) -> dict[str, str]:
    found: dict[str, str] = checkout.stage()["environment_variables"]
    return {name: value for name, value in found.items() if name in FEATURES}


def test_one_command_brings_all_of_them(checkout: Checkout) -> None:
    assert stacks(checkout) == {"", "events", "access", "workflow", "moderation", "operations"}
    assert variables(checkout).keys() == FEATURES
    function = checkout.functions()[WEBHOOK]
    assert f"-{role_of('deliver_webhook')}-" in function["Role"]
    assert function["Environment"]["Variables"].items() >= variables(checkout).items()


def test_webhooks_reach_their_function(checkout: Checkout) -> None:
    mappings = checkout.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    (mapping,) = (each for each in mappings if each["FunctionArn"].endswith(f":{WEBHOOK}"))
    assert mapping["EventSourceArn"].endswith(f":{variables(checkout)['WEBHOOKS_QUEUE']}")


def test_the_state_machine_has_the_definition_of_the_file_and_can_be_started(checkout: Checkout) -> None:
    machine = checkout.client("stepfunctions").describe_state_machine(
        stateMachineArn=variables(checkout)["STATE_MACHINE"]
    )
    assert json.loads(machine["definition"])["StartAt"] == "Inspect"
    assert attached(checkout, role_of("workflow_finalize")) == 1


def test_who_asks_about_images_may_do_so(checkout: Checkout) -> None:
    assert attached(checkout, role_of("workflow_moderate")) == 1
    # starts executions, too
    assert attached(checkout, role_of("process_upload")) == 2


def test_they_are_watched(checkout: Checkout) -> None:
    assert watched(checkout)["StateMachine"] == variables(checkout)["STATE_MACHINE"]
    queue = watched(checkout)["WebhookFailuresQueue"]
    assert checkout.client("sqs").get_queue_url(QueueName=queue)


def test_the_outputs_tell_of_them(checkout: Checkout) -> None:
    told = dict(line.split(" ", 1) for line in checkout.ops("outputs", "trial").stdout.splitlines())
    assert told["EventBus"] == "darkroom-trial-events"
    assert told["StateMachine"] == variables(checkout)["STATE_MACHINE"]


def test_what_is_not_said_stays_as_it_was(checkout: Checkout) -> None:
    before = checkout.stage()
    again = checkout.ops("deploy", "trial")
    assert again.returncode == 0, again.stderr
    assert checkout.stage() == before
    assert again.stderr.count(": no change") == 8


def test_a_preview_says_what_would_go(checkout: Checkout) -> None:
    before = stacks(checkout)
    told = checkout.ops("diff", "trial", *OFF).stdout
    assert "darkroom-trial-workflow: would be removed" in told
    assert "darkroom-trial-moderation: would be removed" in told
    assert stacks(checkout) == before


def test_switched_off_they_go_and_endpoints_stay(checkout: Checkout) -> None:
    tables = checkout.client("dynamodb").list_tables()["TableNames"]
    done = checkout.ops("deploy", "trial", *OFF)
    assert done.returncode == 0, done.stderr
    assert stacks(checkout) == {"", "events", "access", "operations"}
    assert variables(checkout) == {}
    assert WEBHOOK not in checkout.functions()
    assert role_of("deliver_webhook") not in checkout.resources("AWS::IAM::Role")
    assert attached(checkout, role_of("process_upload")) == 0
    assert checkout.client("dynamodb").list_tables()["TableNames"] == tables
    groups = checkout.client("logs").describe_log_groups()["logGroups"]
    assert f"/aws/lambda/{WEBHOOK}" not in {each["logGroupName"] for each in groups}
    assert set(watched(checkout).values()) == {"none"}


def test_off_stays_off(checkout: Checkout) -> None:
    assert checkout.ops("deploy", "trial").returncode == 0
    assert variables(checkout) == {}


def test_events_switched_on_again_find_the_endpoints(checkout: Checkout) -> None:
    table = checkout.resources("AWS::DynamoDB::Table")["WebhooksTable"]
    done = checkout.ops("deploy", "trial", "--events")
    assert done.returncode == 0, done.stderr
    assert variables(checkout)["WEBHOOKS_TABLE"] == table
    assert WEBHOOK in checkout.functions()


def test_a_removed_stage_takes_all_of_them_along(checkout: Checkout) -> None:
    removed = checkout.ops("destroy", "trial", "--yes")
    assert removed.returncode == 0, removed.stderr
    assert checkout.left() == []


def test_whoever_may_do_all_of_this_needs_no_more_than_the_policy_of_the_guide(checkout: Checkout) -> None:
    notes = map(json.loads, checkout.notes.read_text("utf-8").splitlines())
    needs = {need for note in notes if (need := needed(note)) is not None}
    services = {action.partition(":")[0] for action, _ in needs}
    assert services >= {"apigateway", "cloudformation", "events", "lambda", "logs", "s3", "sqs", "dynamodb"}
    assert {need for need in needs if not allowed(*need)} == set()
