"""Convert plain values to DynamoDB's attribute values and back. Pure.

All numbers in records are integers. boto3's own converter returns Decimal, and takes three times as long:
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef as Value


def to_value(plain: object) -> "Value":
    """Convert a string, a bool, an integer, None, a list, a tuple or a dict. Raises TypeError for others."""
    if isinstance(plain, str):
        return {"S": plain}
    if isinstance(plain, bool):
        return {"BOOL": plain}
    if isinstance(plain, int):
        return {"N": str(plain)}
    if plain is None:
        return {"NULL": True}
    if isinstance(plain, list | tuple):
        return {"L": [to_value(each) for each in plain]}
    if isinstance(plain, dict):
        return {"M": {name: to_value(each) for name, each in plain.items()}}
    raise TypeError(f"DynamoDB stores no {type(plain).__name__} for Darkroom")


def to_plain(value: "Mapping[str, Any]") -> Any:  # noqa: ANN401 - whatever is stored
    """Convert an attribute value. Those that only later releases store must not break the others."""
    ((kind, content),) = value.items()
    if kind == "N":
        return int(content) if content.lstrip("-").isdigit() else float(content)
    if kind == "NULL":
        return None
    if kind == "L":
        return [to_plain(each) for each in content]
    if kind == "M":
        return {name: to_plain(each) for name, each in content.items()}
    return content
