"""How many bytes DynamoDB counts for items.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
"""

from collections.abc import Mapping
from typing import Any


def item_size(item: Mapping[str, Any]) -> int:
    """Return the bytes of an item: those of the names and values of its attributes."""
    return sum(len(name) + value_size(value) for name, value in item.items())


def value_size(value: Mapping[str, Any]) -> int:
    """Return the bytes of a value. A number takes a byte for two digits, and one more."""
    match value:
        case {"S": str(text)}:
            return len(text.encode())
        case {"N": str(digits)}:
            return (len(digits) + 1) // 2 + 1
        case {"B": bytes(content)}:
            return len(content)
        case {"M": fields}:
            return 3 + sum(1 + len(name) + value_size(each) for name, each in fields.items())
        case {"L": items}:
            return 3 + sum(1 + value_size(each) for each in items)
        case {"BOOL": _} | {"NULL": _}:
            return 1
    raise AssertionError(value)
