"""Each function's role has exactly the permissions that the function uses."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.deploy import grants, permissions
from tests.deploy.grants import Grant
from tests.deploy.permission_recorder import PermissionRecorder
from tests.deploy.permissions import Permission
from tests.deploy.scenarios import SCENARIOS

Json = dict[str, Any]


def role_of(function: str) -> str:
    return "".join(word.capitalize() for word in function.split("_")) + "Role"


def functions(template: Json) -> dict[str, str]:
    """Return the logical ID of the function that has each role, by the role's parameter."""
    return {each["Role"]["Ref"]: name for name, each in of_type(template, "Function").items()}


def of_type(template: Json, kind: str) -> dict[str, Json]:
    """Return the properties of all resources of one of Lambda's types."""
    resources = template["Resources"].items()
    return {name: each["Properties"] for name, each in resources if each["Type"] == f"AWS::Lambda::{kind}"}


def permissions_of_lambda(
    template: Json, function: str, parameters: Mapping[str, str]
) -> Iterator[Permission]:
    """Yield the permissions that Lambda itself uses through the function's role."""
    properties = of_type(template, "Function")[function]
    name: str = properties["FunctionName"]["Fn::Sub"]
    yield from permissions.for_logging(name.replace("${Stage}", parameters["Stage"]))
    yield from permissions.for_traces()
    for mapping in of_type(template, "EventSourceMapping").values():
        if mapping["FunctionName"] == {"Ref": function}:
            yield from permissions.for_queue_trigger(parameters[mapping["EventSourceArn"]["Ref"]])
    for invocations in of_type(template, "EventInvokeConfig").values():
        if invocations["FunctionName"] == {"Ref": function} and "DestinationConfig" in invocations:
            queue = invocations["DestinationConfig"]["OnFailure"]["Destination"]["Ref"]
            yield permissions.for_failure_destination(parameters[queue])


def test_there_is_one_role_and_one_scenario_for_each_function(
    template: Json, roles: Mapping[str, tuple[Grant, ...]]
) -> None:
    assert functions(template).keys() == roles.keys() == set(map(role_of, SCENARIOS))
    assert len(functions(template)) == len(of_type(template, "Function"))


@pytest.mark.parametrize("function", SCENARIOS)
def test_a_role_has_the_permissions_that_its_function_needs_and_no_others(
    function: str,
    template: Json,
    parameters: dict[str, str],
    roles: Mapping[str, tuple[Grant, ...]],
    recorder: PermissionRecorder,
) -> None:
    role = role_of(function)
    by_lambda = permissions_of_lambda(template, functions(template)[role], parameters)
    used = {*recorder.permissions[function], *by_lambda}
    assert grants.missing(roles[role], used) == set()
    assert grants.unused(roles[role], used) == set()


def test_exactly_the_functions_that_work_with_presets_read_them(
    recorder: PermissionRecorder, presets: dict[str, str]
) -> None:
    read = Permission(
        "s3:GetObjectVersion", f"arn:aws:s3:::{presets['ARTIFACT_BUCKET']}/{presets['PRESETS']}"
    )
    reading = {function for function in SCENARIOS if read in recorder.permissions[function]}
    assert SCENARIOS.keys() - reading == {"authorize", "deliver_webhook", "erase_images", "invalidate_cdn"}


def test_events_that_failed_go_to_the_queue_for_failures(template: Json, parameters: dict[str, str]) -> None:
    destination = Permission("sqs:SendMessage", parameters["FailuresQueueArn"])
    sending = {
        role
        for role, function in functions(template).items()
        if destination in permissions_of_lambda(template, function, parameters)
    }
    assert sending == {"ProcessUploadRole"}


def test_wildcards_are_only_at_the_end_of_resources(
    roles: Mapping[str, tuple[Grant, ...]],
) -> None:
    for grant in (grant for allowed in roles.values() for grant in allowed):
        assert "*" not in grant.action
        assert "*" not in grant.resource[:-1]
        # X-Ray's actions have no resources
        assert grant.resource != "*" or grant.action.startswith("xray:")
