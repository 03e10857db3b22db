"""CloudFormation's intrinsic functions and conditions as JSON."""

from typing import Any

Json = dict[str, Any]

NO_VALUE: Json = {"Ref": "AWS::NoValue"}


def ref(name: str) -> Json:
    """Return the value of a parameter, or the identifier of a resource."""
    return {"Ref": name}


def get_att(resource: str, attribute: str) -> Json:
    """Return an attribute of a resource."""
    return {"Fn::GetAtt": [resource, attribute]}


def sub(text: str) -> Json:
    """Replace each `${Name}` in a text by the value of the parameter, or the identifier of the resource."""
    return {"Fn::Sub": text}


def if_(condition: str, then: object, otherwise: object = NO_VALUE) -> Json:
    """Return one of two values. Without `otherwise`, a property is left out."""
    return {"Fn::If": [condition, then, otherwise]}


def equals(parameter: str, value: str) -> Json:
    """Return a condition: the parameter has this value."""
    return {"Fn::Equals": [ref(parameter), value]}


def differs(parameter: str, value: str) -> Json:
    """Return a condition: the parameter has another value."""
    return {"Fn::Not": [equals(parameter, value)]}


def camel_case(name: str) -> str:
    """Return the CamelCase form of a handler or setting: `process_upload` becomes `ProcessUpload`."""
    return "".join(word.capitalize() for word in name.lower().split("_"))


def conditional(condition: str, resources: dict[str, Json]) -> dict[str, Json]:
    """Return the resources so that they exist only on a condition."""
    return {name: {"Condition": condition, **resource} for name, resource in resources.items()}
