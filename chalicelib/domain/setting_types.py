"""Describe in words which values a setting of a preset can have."""

from msgspec import inspect, structs


def described(kind: inspect.Type) -> str:
    """Return the words that follow "must be" in an error. Raises TypeError for a type without any."""
    match kind:
        case inspect.Metadata(extra_json_schema={"description": str(text)}):
            return text
        case inspect.LiteralType() | inspect.UnionType() if values := _values(kind):
            return f"one of {_listed(values)}" if len(values) > 1 else _listed(values)
        case inspect.UnionType(types=types):
            return " or ".join(described(each) for each in types if not isinstance(each, inspect.NoneType))
        case inspect.VarTupleType(item_type=item, max_length=most):
            return f"a list of {_items(item, most)}"
        case inspect.StructType(cls=cls):
            return f"an object with settings such as {structs.fields(cls)[0].name}"
    return _primitive(kind)


def _items(kind: inspect.Type, most: int | None) -> str:
    values = _values(kind)
    return f"some of {_listed(values)}" if values else f"up to {most} values, each of them {described(kind)}"


def _primitive(kind: inspect.Type) -> str:
    match kind:
        case inspect.IntType(ge=least, le=most):
            return f"a whole number from {least} to {most}"
        case inspect.FloatType(ge=None, gt=above, le=most):
            return f"a number above {above} and up to {most}"
        case inspect.FloatType(ge=least, le=most):
            return f"a number from {least} to {most}"
        case inspect.BoolType():
            return "true or false"
    raise TypeError(f"no description for {kind}")


def _values(kind: inspect.Type) -> tuple[object, ...]:
    """Return the values of a literal or of a union of literals, none for any other type."""
    match kind:
        case inspect.LiteralType(values=values):
            return values
        case inspect.UnionType(types=types) if all(isinstance(each, inspect.LiteralType) for each in types):
            return tuple(value for each in types for value in _values(each))
    return ()


def _listed(values: tuple[object, ...]) -> str:
    return ", ".join(f'"{value}"' for value in values)
