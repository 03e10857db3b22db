"""Where moto does not understand what Chalice and CloudFormation say on AWS: put right in moto's classes.

1. A notification filter's name may be spelled `Prefix`, as Chalice does.
2. An API may be imported from Swagger 2.0 without a description.
3. An update of a stack changes nothing also where a parameter is a number or a list, and a list is told as
   it was given.
4. `AWS::NoValue` in a list is no item of it, and not an empty one.
5. A managed policy goes with its stack, away from the roles that it was attached to.
6. A resource comes and goes with its condition, when a stack is updated.
7. What is retained except on creation is retained when its stack goes.
8. A log group that is updated stays known to its stack.
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
    """Adapt moto's classes; a second call changes nothing. Functions and state machines are kept, not run."""
    default_user_config["lambda"]["use_docker"] = False
    # moto's CloudFormation knows only the state machines of this mode, which other tests leave
    default_user_config["stepfunctions"]["execute_state_machine"] = False
    _wrap(S3Response, "_notification_config_from_body", _with_small_letters)
    _wrap(APIGatewayBackend, "import_rest_api", _as_openapi)
    _wrap(APIGatewayBackend, "put_rest_api", _as_openapi)
    _wrap(CloudFormationResponse, "_get_param_values", _typed)
    _wrap(parsing, "clean_json", _without_gaps)
    _wrap(parsing.ResourceMap, "update", _by_conditions)
    _wrap(parsing.ResourceMap, "delete", _retaining)
    LogGroup.update_from_cloudformation_json = _kept  # type: ignore[method-assign,assignment]  # any group's
    ManagedPolicy.delete = _detached_and_deleted  # type: ignore[attr-defined]  # moto looks for it
    Stack.parameter_list = property(_as_given)  # type: ignore[method-assign,assignment]  # another property


def _wrap(owner: Any, name: str, wrapper: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    original = getattr(owner, name)
    if not hasattr(original, "corrected"):
        corrected = wrapper(original)
        corrected.corrected = True  # type: ignore[attr-defined]  # a mark of ours
        setattr(owner, name, corrected)


def _with_small_letters(original: Callable[..., Any]) -> Callable[..., Any]:
    def parse(response: Any) -> Any:
        response.body = response.body.replace(b">Prefix<", b">prefix<")
        return original(response)

    return parse


def _as_openapi(original: Callable[..., Any]) -> Callable[..., Any]:
    def take(backend: Any, *arguments: Any, **options: Any) -> Any:
        (document,) = (each for each in arguments if isinstance(each, dict))
        document.pop("swagger", None)
        document["openapi"] = "3.0.1"
        document["info"].setdefault("description", "")
        return original(backend, *arguments, **options)

    return take


def _without_gaps(original: Callable[..., Any]) -> Callable[..., Any]:
    def clean(resource: Any, resources: Any) -> Any:
        cleaned = original(resource, resources)
        return [each for each in cleaned if each is not None] if isinstance(cleaned, list) else cleaned

    return clean


def _kept(*, original_resource: LogGroup, **_: Any) -> LogGroup:
    return original_resource


def _detached_and_deleted(policy: ManagedPolicy, account: str, _region: str) -> None:
    backend = iam_backends[account]["aws"]
    for role in backend.roles.values():
        if policy.arn in role.managed_policies:
            policy.detach_from(role)
    backend.delete_policy(policy.arn)


def _by_conditions(original: Callable[..., Any]) -> Callable[..., Any]:
    def update(resources: Any, template: Any, parameters: Any = None) -> None:
        original(resources, template, parameters)
        made = resources._parsed_resources  # noqa: SLF001 - moto's own
        for name, resource in template["Resources"].items():
            if "Condition" in resource and made.get(name) is None:
                made.pop(name, None)
                _ = resources[name]  # creates it, if its condition holds
            elif "Condition" in resource and not resources.lazy_condition_map[resource["Condition"]]:
                resources._delete_resource(made.pop(name), resource)  # noqa: SLF001 - moto's own

    return update


def _retaining(original: Callable[..., Any]) -> Callable[..., Any]:
    def delete(resources: Any) -> None:
        for resource in resources._resource_json_map.values():  # noqa: SLF001 - moto's own
            if resource.get("DeletionPolicy") == "RetainExceptOnCreate":
                resource["DeletionPolicy"] = "Retain"
        original(resources)

    return delete


def _typed(original: Callable[..., Any]) -> Callable[..., Any]:
    def read(response: Any, given: Any, existing: dict[str, Any]) -> dict[str, Any]:
        return {
            name: existing[name] if _spelled(existing.get(name)) == value else value
            for name, value in original(response, given, existing).items()
        }

    return read


def _spelled(value: object) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)


def _as_given(stack: Stack) -> list[dict[str, str]]:
    return [
        {"ParameterKey": name, "ParameterValue": _spelled(value)}
        for name, value in stack.stack_parameters.items()
    ]
