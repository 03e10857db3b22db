"""Patches for moto, so that it behaves like AWS when Chalice and CloudFormation use it.

1. The name of a notification filter can be `Prefix`, as Chalice writes it.
2. An API can be imported from Swagger 2.0 without a description.
3. Unchanged parameters that are numbers or lists don't count as an update of a stack, and a list parameter
   is returned as it was given.
4. `AWS::NoValue` in a list removes the item instead of leaving an empty one.
5. Deleting a stack detaches its managed policies from roles and deletes them.
6. Updating a stack creates or deletes resources whose condition has changed.
7. `RetainExceptOnCreate` retains a resource when its stack is deleted.
8. An updated log group remains a resource of its stack.
"""

from collections.abc import Callable
from typing import Any

from moto.apigateway.models import APIGatewayBackend
from moto.cloudformation import parsing
from moto.cloudformation.models import Stack
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.config import default_user_config
from moto.iam.models import ManagedPolicy, iam_backends
from moto.logs.models import LogGroup
from moto.s3.responses import S3Response

from tests.conftest import Aws


def patch_moto(_: Aws) -> None:
    """Patch moto's classes. Calling it again has no effect. Functions and state machines are not run."""
    default_user_config["lambda"]["use_docker"] = False
    # moto's CloudFormation supports only state machines of this mode, which other tests change
    default_user_config["stepfunctions"]["execute_state_machine"] = False
    _wrap(S3Response, "_notification_config_from_body", _lowercase_prefix)
    _wrap(APIGatewayBackend, "import_rest_api", _swagger_as_openapi)
    _wrap(APIGatewayBackend, "put_rest_api", _swagger_as_openapi)
    _wrap(CloudFormationResponse, "_get_param_values", _keep_unchanged_parameters)
    _wrap(parsing, "clean_json", _drop_no_values)
    _wrap(parsing.ResourceMap, "update", _apply_conditions)
    _wrap(parsing.ResourceMap, "delete", _retain_except_on_create)
    LogGroup.update_from_cloudformation_json = _keep_log_group  # type: ignore[method-assign,assignment]  # same for all groups
    ManagedPolicy.delete = _detach_and_delete  # type: ignore[attr-defined]  # moto calls it
    Stack.parameter_list = property(_parameters_as_given)  # type: ignore[method-assign,assignment]  # replaces a property


def _wrap(owner: Any, name: str, wrapper: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    original = getattr(owner, name)
    if not hasattr(original, "patched"):
        patched = wrapper(original)
        patched.patched = True  # type: ignore[attr-defined]  # marks patched functions
        setattr(owner, name, patched)


def _lowercase_prefix(original: Callable[..., Any]) -> Callable[..., Any]:
    def parse(response: Any) -> Any:
        response.body = response.body.replace(b">Prefix<", b">prefix<")
        return original(response)

    return parse


def _swagger_as_openapi(original: Callable[..., Any]) -> Callable[..., Any]:
    def import_api(backend: Any, *arguments: Any, **options: Any) -> Any:
        (document,) = (each for each in arguments if isinstance(each, dict))
        document.pop("swagger", None)
        document["openapi"] = "3.0.1"
        document["info"].setdefault("description", "")
        return original(backend, *arguments, **options)

    return import_api


def _drop_no_values(original: Callable[..., Any]) -> Callable[..., Any]:
    def clean(resource: Any, resources: Any) -> Any:
        cleaned = original(resource, resources)
        return [each for each in cleaned if each is not None] if isinstance(cleaned, list) else cleaned

    return clean


def _keep_log_group(*, original_resource: LogGroup, **_: Any) -> LogGroup:
    return original_resource


def _detach_and_delete(policy: ManagedPolicy, account: str, _region: str) -> None:
    backend = iam_backends[account]["aws"]
    for role in backend.roles.values():
        if policy.arn in role.managed_policies:
            policy.detach_from(role)
    backend.delete_policy(policy.arn)


def _apply_conditions(original: Callable[..., Any]) -> Callable[..., Any]:
    def update(resources: Any, template: Any, parameters: Any = None) -> None:
        original(resources, template, parameters)
        made = resources._parsed_resources  # noqa: SLF001 - moto has no public API for it
        for name, resource in template["Resources"].items():
            if "Condition" in resource and made.get(name) is None:
                made.pop(name, None)
                _ = resources[name]  # creates it if its condition is true
            elif "Condition" in resource and not resources.lazy_condition_map[resource["Condition"]]:
                resources._delete_resource(made.pop(name), resource)  # noqa: SLF001 - moto has no public API for it

    return update


def _retain_except_on_create(original: Callable[..., Any]) -> Callable[..., Any]:
    def delete(resources: Any) -> None:
        for resource in resources._resource_json_map.values():  # noqa: SLF001 - moto has no public API for it
            if resource.get("DeletionPolicy") == "RetainExceptOnCreate":
                resource["DeletionPolicy"] = "Retain"
        original(resources)

    return delete


def _keep_unchanged_parameters(original: Callable[..., Any]) -> Callable[..., Any]:
    def read(response: Any, given: Any, existing: dict[str, Any]) -> dict[str, Any]:
        return {
            name: existing[name] if _as_text(existing.get(name)) == value else value
            for name, value in original(response, given, existing).items()
        }

    return read


def _as_text(value: object) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)


def _parameters_as_given(stack: Stack) -> list[dict[str, str]]:
    return [
        {"ParameterKey": name, "ParameterValue": _as_text(value)}
        for name, value in stack.stack_parameters.items()
    ]
