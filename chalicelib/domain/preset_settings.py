"""The settings of a preset, and what their values may be."""

import json
from collections.abc import Mapping

import msgspec
from msgspec import inspect, structs

from chalicelib.models import VariantSpec

_SETTINGS = {field.name: field for field in structs.fields(VariantSpec)}
# The longest value that an error repeats, in characters.
_SHOWN = 60


def mistake_in(preset: Mapping[str, object]) -> str | None:
    """Return what is wrong with a preset, as the part of an error that follows its name, or None."""
    for name in preset:
        if name not in _SETTINGS:
            return f": there is no setting {shown(name)}; the settings are {', '.join(_SETTINGS)}"
    for name, field in _SETTINGS.items():
        if field.required and name not in preset:
            return f", {name}: is missing"
    for name, value in preset.items():
        if not is_valid(name, value):
            allowed = _described(inspect.type_info(_SETTINGS[name].type))
            return f", {name}: must be {allowed}, not {shown(value)}"
    return None


def is_valid(setting: str, value: object) -> bool:
    """Return whether a setting can have this value."""
    try:
        msgspec.convert(value, _SETTINGS[setting].type)
    except (msgspec.ValidationError, UnicodeEncodeError):
        return False
    return True


def shown(value: object) -> str:
    """Return a value as JSON, shortened if it is long."""
    text = json.dumps(value, ensure_ascii=False)
    # JSON can contain half of a surrogate pair, which cannot be written to a log.
    text = text.encode(errors="backslashreplace").decode()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _described(kind: inspect.Type) -> str:
    match kind:
        case inspect.Metadata(extra_json_schema={"description": str(text)}):
            return text
        case inspect.UnionType(types=types):
            return " or ".join(map(_described, types))
        case inspect.LiteralType(values=values):
            return f"one of {_listed(values)}" if len(values) > 1 else _listed(values)
        case inspect.VarTupleType(item_type=inspect.LiteralType(values=values)):
            return f"a list of some of {_listed(values)}"
        case inspect.IntType(ge=least, le=most):
            return f"a whole number from {least} to {most}"
        case inspect.BoolType():
            return "true or false"
    raise TypeError(f"no description for {kind}")


def _listed(values: tuple[object, ...]) -> str:
    return ", ".join(f'"{value}"' for value in values)
