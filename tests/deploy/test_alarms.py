"""infra/operations.yaml has alarms for all functions."""

from typing import Any

import pytest

from local.process import ROOT
from local.template import document, resource_properties
from tests.deploy.scenarios import SCENARIOS

TEMPLATE = ROOT / "infra" / "operations.yaml"


def error_alarms() -> dict[str, Any]:
    """Return the function names in the template, by the name of the alarm for their errors."""
    return {
        name: next(each["Value"] for each in properties["Dimensions"] if each["Name"] == "FunctionName")
        for name, properties in resource_properties(TEMPLATE).items()
        if properties.get("MetricName") == "Errors"
    }


@pytest.mark.parametrize("function", SCENARIOS)
def test_every_function_has_an_alarm_for_its_errors(function: str) -> None:
    suffix = "" if function == "api_handler" else f"-{function}"
    name = "".join(map(str.capitalize, function.split("_")))
    assert error_alarms()[f"{name}Errors"] == {"Fn::Sub": f"darkroom-${{Stage}}{suffix}"}


def test_no_alarm_is_for_a_function_that_does_not_exist() -> None:
    assert len(error_alarms()) == len(SCENARIOS)


def test_every_alarm_sends_a_notification_when_it_starts_and_when_it_ends() -> None:
    alarms = {k: v for k, v in resource_properties(TEMPLATE).items() if "AlarmDescription" in v}
    assert len(alarms) > len(SCENARIOS)
    for properties in alarms.values():
        assert properties["AlarmActions"] == properties["OKActions"] == [{"Ref": "Alarms"}]
        assert properties["TreatMissingData"] == "notBreaching"


def test_alarms_for_features_exist_only_with_the_feature() -> None:
    resources = document(TEMPLATE)["Resources"]
    conditional = {"DeliverWebhookErrors": "WithWebhooks", "InvalidateCdnErrors": "WithCdn"}
    for name in error_alarms():
        expected = "WithWorkflow" if name.startswith("Workflow") else None
        assert resources[name].get("Condition") == conditional.get(name, expected)
