"""The settings of a preset, and what their values may be."""

import json
from collections.abc import Mapping

import msgspec
from msgspec import Struct, inspect, structs

from chalicelib.domain import preset_rules
from chalicelib.domain.setting_types import described
from chalicelib.models import Overlay, VariantSpec

# Computed when the presets are loaded.
_COMPUTED = "sha256"
# The longest value that an error repeats, in characters.
_SHOWN = 60


def mistake_in(preset: Mapping[str, object]) -> str | None:
    """Return what is wrong with a preset, as the part of an error that follows its name, or None."""
    return _mistake(preset, VariantSpec, "") or preset_rules.mistake_in(preset)


def is_valid(setting: str, value: object) -> bool:
    """Return whether a setting can have this value."""
    return _is_valid(value, _settings(VariantSpec)[setting].type)


def _mistake(values: Mapping[str, object], kind: type[Struct], path: str) -> str | None:
    """Return what is wrong with the settings of a preset or of its overlay, whose `path` is "overlay."."""
    settings = _settings(kind)
    for name in values:
        if name not in settings:
            return f": there is no setting {shown(path + name)}; the settings are {', '.join(settings)}"
    for name, field in settings.items():
        if field.required and name not in values:
            return f", {path}{name}: is missing"
    for name, value in values.items():
        if name == "overlay" and isinstance(value, Mapping):
            if (mistake := _mistake(value, Overlay, f"{name}.")) is not None:
                return mistake
        elif not _is_valid(value, settings[name].type):
            allowed = described(inspect.type_info(settings[name].type))
            return f", {path}{name}: must be {allowed}, not {shown(value)}"
    return None


def _settings(kind: type[Struct]) -> Mapping[str, structs.FieldInfo]:
    return {field.name: field for field in structs.fields(kind) if field.name != _COMPUTED}


def _is_valid(value: object, kind: object) -> bool:
    # A setting that is not used is left out, so the file needs no null.
    if value is None:
        return False
    try:
        msgspec.convert(value, kind)
    except (msgspec.ValidationError, UnicodeEncodeError):
        return False
    return True


def shown(value: object) -> str:
    """Return a value as JSON, shortened if it is long."""
    text = json.dumps(value, ensure_ascii=False)
    # JSON can contain half of a surrogate pair, which cannot be written to a log.
    text = text.encode(errors="backslashreplace").decode()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
