"""Each function's role has exactly the permissions that the function uses."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from chalice.app import Chalice, S3EventConfig, SQSEventConfig

from local.account import function_name
from local.resources import Resources
from tests.conftest import Aws
from tests.deploy import grants, permissions
from tests.deploy.grants import Grant
from tests.deploy.permission_recorder import PermissionRecorder
from tests.deploy.permissions import Permission
from tests.deploy.scenarios import SCENARIOS


def functions_of(app: Chalice) -> set[str]:
    registered: list[Any] = [*app.event_sources, *app.builtin_auth_handlers, *app.pure_lambda_functions]
    return {"api_handler", *(each.name for each in registered)}


def role_of(function: str) -> str:
    return "".join(word.capitalize() for word in function.split("_")) + "Role"


def deployed_name(function: str) -> str:
    """Return the name that Chalice gives a function. The API's function has no handler in its name."""
    return function_name("").rstrip("-") if function == "api_handler" else function_name(function)


def permissions_of_lambda(app: Chalice, function: str, resources: Resources) -> Iterator[Permission]:
    """Yield the permissions that Lambda itself uses through the function's role."""
    yield from permissions.for_logging(deployed_name(function))
    for source in app.event_sources:
        if source.name == function and isinstance(source, SQSEventConfig):
            yield from permissions.for_queue_trigger(str(source.queue))
        if source.name == function and isinstance(source, S3EventConfig):
            yield permissions.for_failure_destination(resources.failures_queue)


def test_there_is_one_role_and_one_scenario_for_each_function(
    deployed_app: Chalice, roles: Mapping[str, tuple[Grant, ...]]
) -> None:
    assert {role_of(function) for function in functions_of(deployed_app)} == set(roles)
    assert functions_of(deployed_app) == set(SCENARIOS)


@pytest.mark.parametrize("function", SCENARIOS)
def test_a_role_has_the_permissions_that_its_function_needs_and_no_others(
    function: str,
    deployed_app: Chalice,
    aws: Aws,
    roles: Mapping[str, tuple[Grant, ...]],
    recorder: PermissionRecorder,
) -> None:
    allowed = roles[role_of(function)]
    used = {*recorder.permissions[function], *permissions_of_lambda(deployed_app, function, aws.resources)}
    assert grants.missing(allowed, used) == set()
    assert grants.unused(allowed, used) == set()


def test_wildcards_are_only_at_the_end_of_resources(
    roles: Mapping[str, tuple[Grant, ...]],
) -> None:
    for grant in (grant for allowed in roles.values() for grant in allowed):
        assert "*" not in grant.action
        assert "*" not in grant.resource[:-1]
        assert grant.resource != "*"
