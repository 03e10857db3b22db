"""Where moto does not understand what Chalice and CloudFormation say on AWS: put right in moto's classes.

1. A notification filter's name may be spelled `Prefix`, as Chalice does.
2. An API may be imported from Swagger 2.0 without a description.
3. An update of a stack changes nothing also where a parameter is a number or a list, and a list is told as
   it was given.
4. `AWS::NoValue` in a list is no item of it, and not an empty one.
"""

from collections.abc import Callable
from typing import Any

from moto.apigateway.models import APIGatewayBackend
from moto.cloudformation import parsing
from moto.cloudformation.models import Stack
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.config import default_user_config
from moto.s3.responses import S3Response

from tests.conftest import Aws


def correct_moto(_: Aws) -> None:
    """Adapt moto's classes; a second call changes nothing. The functions are kept, not run."""
    default_user_config["lambda"]["use_docker"] = False
    _wrap(S3Response, "_notification_config_from_body", _with_small_letters)
    _wrap(APIGatewayBackend, "import_rest_api", _as_openapi)
    _wrap(APIGatewayBackend, "put_rest_api", _as_openapi)
    _wrap(CloudFormationResponse, "_get_param_values", _typed)
    _wrap(parsing, "clean_json", _without_gaps)
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
