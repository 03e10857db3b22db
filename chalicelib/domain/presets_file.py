"""Parse a presets file. Each error names the preset, the setting and its value."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from chalicelib.domain.preset_settings import is_valid, mistake_in, shown
from chalicelib.errors import ConfigurationError
from chalicelib.models import VariantSpec

# More than a thousand presets. Functions read no larger file into memory.
MAX_BYTES = 256 * 1024

_FIELDS = ("presets", "default")


class InvalidPresets(Exception):
    """The file is invalid. The message says where and why, but not which file."""


class _Object(dict[str, Any]):
    """A JSON object that knows which of its keys the file contains twice. Python's parser ignores that."""

    def __init__(self, pairs: Sequence[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs)
        self.repeated = next((name for name, count in counts.items() if count > 1), None)


def parse(text: bytes, source: str) -> tuple[tuple[VariantSpec, ...], tuple[str, ...]]:
    """Return the presets and the names of the default ones. `source` names the file in errors.

    Raises ConfigurationError.
    """
    try:
        content = _fields(_decoded(text))
        specs = _specs(content["presets"])
        return specs, _default(content["default"], {spec.name for spec in specs})
    except InvalidPresets as error:
        raise ConfigurationError(f"{source}: {error}") from error


def _decoded(text: bytes) -> object:
    if len(text) > MAX_BYTES:
        raise InvalidPresets(f"must be at most {MAX_BYTES:,} bytes long")
    try:
        return json.loads(text, object_pairs_hook=_Object)
    except json.JSONDecodeError as error:
        raise InvalidPresets(f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except UnicodeDecodeError as error:
        raise InvalidPresets("must be encoded as UTF-8") from error
    except RecursionError as error:
        raise InvalidPresets("is nested too deeply") from error
    except ValueError as error:  # a number with thousands of digits
        raise InvalidPresets(str(error)) from error


def _fields(content: object) -> Mapping[str, Any]:
    if not isinstance(content, _Object):
        raise InvalidPresets('must be an object with the fields "presets" and "default"')
    if content.repeated is not None:
        raise InvalidPresets(f"{shown(content.repeated)} is there twice")
    for name in content:
        if name not in _FIELDS:
            raise InvalidPresets(f"there is no field {shown(name)}; the fields are {', '.join(_FIELDS)}")
    for name in _FIELDS:
        if name not in content:
            raise InvalidPresets(f"{name}: is missing")
    return content


def _specs(items: object) -> tuple[VariantSpec, ...]:
    if not isinstance(items, list) or not items:
        raise InvalidPresets("presets: must be a list of at least one preset")
    specs: dict[str, VariantSpec] = {}
    for position, item in enumerate(items, start=1):
        spec = _spec(item, position)
        if spec.name in specs:
            raise InvalidPresets(f'preset "{spec.name}", name: another preset has the same name')
        specs[spec.name] = spec
    return tuple(specs.values())


def _spec(item: object, position: int) -> VariantSpec:
    if not isinstance(item, _Object):
        raise InvalidPresets(f"preset {position}: must be an object")
    name = item.get("name")
    # Without a valid name, the position in the file says which preset it is. The first is number 1.
    label = f'preset "{name}"' if is_valid("name", name) else f"preset {position}"
    if item.repeated is not None:
        raise InvalidPresets(f"{label}: {shown(item.repeated)} is there twice")
    if (mistake := mistake_in(item)) is not None:
        raise InvalidPresets(f"{label}{mistake}")
    return msgspec.convert(item, VariantSpec)


def _default(names: object, known: set[str]) -> tuple[str, ...]:
    if not isinstance(names, list) or not names:
        raise InvalidPresets("default: must be a list of the names of one or more presets")
    for name in names:
        if not isinstance(name, str) or name not in known:
            raise InvalidPresets(f"default: there is no preset {shown(name)}")
        if names.count(name) > 1:
            raise InvalidPresets(f'default: "{name}" is there twice')
    return tuple(names)
