"""Convert JSON objects to request models. Errors name the invalid field, with a dot before a nested one."""

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec
from msgspec import Struct, structs

from chalicelib.errors import InvalidField

S = TypeVar("S", bound=Struct)


def converted(values: Mapping[str, Any], model: type[S], parent: str = "") -> S:
    """Return the model with these values. `parent` is the name of the object's own field.

    Fields are checked one by one, since msgspec names an invalid field only within its message.
    Raises InvalidField.
    """
    check_names(values, model, parent)
    fields = structs.fields(model)
    for field in fields:
        name = path(parent, field.name)
        if field.required and field.name not in values:
            raise InvalidField(f"{name} is missing.", name)
        if field.name in values:
            _check(values[field.name], field.type, name)
    return msgspec.convert(values, model)


def check_names(values: Mapping[str, Any], model: type[Struct], parent: str = "") -> None:
    """Raise InvalidField if an object has a field that the model does not have."""
    known = [field.name for field in structs.fields(model)]
    for name in values:
        if name not in known:
            within = f" in {parent}" if parent else ""
            raise InvalidField(
                f"Unknown field {name!r}{within}. The fields are {', '.join(known)}.", path(parent, name)
            )


def path(parent: str, name: str) -> str:
    """Return the name of a field, after that of the object that contains it."""
    return f"{parent}.{name}" if parent else name


def _check(value: object, type_: object, name: str) -> None:
    try:
        msgspec.convert(value, type_)
    except msgspec.ValidationError as error:
        if values := _values(type_):
            raise InvalidField(f"{name} must be one of {', '.join(map(str, values))}.", name) from error
        raise InvalidField(f"{name} is invalid: {error}.", name) from error


def _values(type_: object) -> tuple[object, ...]:
    """Return the values of a Literal, alone or in a union. msgspec's errors do not list them."""
    types = (type_, *get_args(type_))
    return next((get_args(each) for each in types if get_origin(each) is Literal), ())
