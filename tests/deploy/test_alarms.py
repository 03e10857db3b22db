"""What watches over the functions knows all of them."""

from typing import Any

import pytest

from local.process import ROOT
from local.template import conditions, resource_properties
from tests.deploy.scenarios import SCENARIOS

TEMPLATE = ROOT / "infra" / "operations.yaml"


def watched_errors() -> dict[str, Any]:
    """Return the functions' names as the template spells them, by the names of the alarms."""
    return {
        name: next(each["Value"] for each in properties["Dimensions"] if each["Name"] == "FunctionName")
        for name, properties in resource_properties(TEMPLATE).items()
        if properties.get("MetricName") == "Errors"
    }


@pytest.mark.parametrize("function", SCENARIOS)
def test_every_function_has_an_alarm_for_its_errors(function: str) -> None:
    suffix = "" if function == "api_handler" else f"-{function}"
    name = "".join(map(str.capitalize, function.split("_")))
    assert watched_errors()[f"{name}Errors"] == {"Fn::Sub": f"darkroom-${{Stage}}{suffix}"}


def test_no_alarm_watches_a_function_that_is_not_there() -> None:
    assert len(watched_errors()) == len(SCENARIOS)


def test_every_alarm_says_so_when_it_begins_and_ends() -> None:
    alarms = {k: v for k, v in resource_properties(TEMPLATE).items() if "AlarmDescription" in v}
    assert len(alarms) > len(SCENARIOS)
    for properties in alarms.values():
        assert properties["AlarmActions"] == properties["OKActions"] == [{"Ref": "Alarms"}]
        assert properties["TreatMissingData"] == "notBreaching"


def test_an_event_that_lambda_gives_up_on_reaches_the_failures_queue() -> None:
    invocations = resource_properties(TEMPLATE)["ProcessUploadInvocations"]
    assert invocations["MaximumRetryAttempts"] == 2
    assert invocations["DestinationConfig"]["OnFailure"]["Destination"] == {"Ref": "FailuresQueueArn"}


def test_alarms_of_features_are_there_with_them_alone() -> None:
    found = conditions(TEMPLATE)
    for name in watched_errors():
        expected = "WithWorkflow" if name.startswith("Workflow") else None
        assert found.get(name) == ("WithWebhooks" if name == "DeliverWebhookErrors" else expected)
