"""The functions' environment for given parameters, whose size Lambda limits."""

import json
from collections.abc import Mapping

from chalicelib.errors import ConfigurationError
from ops.templates.intrinsics import Json

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
MAX_BYTES = 4096
_LARGEST = 3


def environment(template: Json, parameters: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that the app's template gives all functions.

    A parameter without a value has its default; a required one counts as empty.
    """
    defaults = {name: each.get("Default", "") for name, each in template["Parameters"].items()}
    values = {**defaults, **parameters}
    return {name: _value(value, values) for name, value in _variables(template).items()}


def check_environment(template: Json, parameters: Mapping[str, str]) -> int:
    """Return the size of the environment in bytes. Raises ConfigurationError if Lambda would not take it."""
    variables = environment(template, parameters)
    size = environment_bytes(variables)
    if size > MAX_BYTES:
        largest = sorted(variables, key=lambda name: len(variables[name].encode()), reverse=True)
        raise ConfigurationError(
            f"The settings take {size:,} bytes, and Lambda allows {MAX_BYTES:,};"
            f" shorten the longest: {', '.join(largest[:_LARGEST])}"
        )
    return size


def environment_bytes(variables: Mapping[str, str]) -> int:
    """Return the size of an environment as Lambda measures it: as JSON without spaces."""
    return len(json.dumps(variables, separators=(",", ":"), ensure_ascii=False).encode())


def _variables(template: Json) -> Json:
    """Return the variables of one function; all functions have the same."""
    functions = (each for each in template["Resources"].values() if each["Type"] == "AWS::Lambda::Function")
    variables: Json = next(functions)["Properties"]["Environment"]["Variables"]
    return variables


def _value(value: Json, parameters: Mapping[str, str]) -> str:
    match value:
        case str():
            return value
        case {"Ref": str(name)}:
            return parameters[name]
        case {"Fn::Sub": str(text)}:
            return text.replace("${Stage}", parameters["Stage"])
    raise TypeError(f"unknown form of a variable: {value}")
