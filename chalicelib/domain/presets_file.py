"""Parse a presets file. Each error names the preset, the setting and its value."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from chalicelib.domain import on_demand_settings, overlay_files
from chalicelib.domain.overlay_files import InvalidOverlay, ReadFile
from chalicelib.domain.preset_settings import is_valid, mistake_in, shown
from chalicelib.domain.strict_json import InvalidJson, JsonObject, decode
from chalicelib.errors import ConfigurationError
from chalicelib.models import OnDemandPolicy, VariantSpec

# MAX_VARIANTS presets and MAX_TOTAL_BYTES of overlays in Base64. Functions read no larger file.
MAX_BYTES = 2 * 1024 * 1024
# Variants of one image. With twice as many, its record would reach the limit of an item in DynamoDB, 400 KB.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
MAX_VARIANTS = 200

_REQUIRED = ("presets", "default")
_FIELDS = ("$schema", *_REQUIRED, "prefixes", "files", "on_demand")


class InvalidPresets(Exception):
    """The file is invalid. The message says where and why, but not which file."""


class PresetsFile(Struct, frozen=True, kw_only=True):
    """The content of a presets file, as in `Presets`."""

    presets: tuple[VariantSpec, ...]
    default: tuple[str, ...]
    prefixes: Mapping[str, tuple[str, ...]]
    overlays: Mapping[str, bytes]
    on_demand: OnDemandPolicy | None


def parse(text: bytes, source: str, read_file: ReadFile) -> PresetsFile:
    """Parse a presets file. `source` names it in errors, `read_file` reads the overlays beside it.

    Raises ConfigurationError.
    """
    try:
        return _parsed(_fields(_decoded(text)), read_file)
    except (InvalidPresets, InvalidJson, InvalidOverlay) as error:
        raise ConfigurationError(f"{source}: {error}") from error


def _parsed(content: Mapping[str, Any], read_file: ReadFile) -> PresetsFile:
    specs = _specs(content["presets"])
    known = {spec.name: spec for spec in specs}
    default = _names("default", content["default"], known)
    prefixes = _prefixes(content.get("prefixes", JsonObject(())), known)
    files = overlay_files.decoded(content.get("files", JsonObject(())))
    for name in files:
        if name not in overlay_files.names(specs):
            raise InvalidPresets(f"files: no preset has the overlay {shown(name)}")
    presets, overlays = overlay_files.with_overlays(specs, files, read_file)
    return PresetsFile(
        presets=presets,
        default=default,
        prefixes=prefixes,
        overlays=overlays,
        on_demand=_policy(content["on_demand"]) if "on_demand" in content else None,
    )


def _decoded(text: bytes) -> object:
    if len(text) > MAX_BYTES:
        raise InvalidPresets(f"must be at most {MAX_BYTES:,} bytes long")
    return decode(text)


def _fields(content: object) -> Mapping[str, Any]:
    if not isinstance(content, JsonObject):
        raise InvalidPresets('must be an object with the fields "presets" and "default"')
    if content.repeated is not None:
        raise InvalidPresets(f"{shown(content.repeated)} is there twice")
    for name in content:
        if name not in _FIELDS:
            raise InvalidPresets(f"there is no field {shown(name)}; the fields are {', '.join(_FIELDS)}")
    for name in _REQUIRED:
        if name not in content:
            raise InvalidPresets(f"{name}: is missing")
    if not isinstance(content.get("$schema", ""), str):
        raise InvalidPresets(f"$schema: must be a string, not {shown(content['$schema'])}")
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
    variants = sum(max(1, len(spec.formats)) for spec in specs.values())
    if variants > MAX_VARIANTS:
        raise InvalidPresets(f"presets: {variants} variants, of which there can be {MAX_VARIANTS}")
    return tuple(specs.values())


def _spec(item: object, position: int) -> VariantSpec:
    if not isinstance(item, JsonObject):
        raise InvalidPresets(f"preset {position}: must be an object")
    name = item.get("name")
    # Without a valid name, the position in the file says which preset it is. The first is number 1.
    label = f'preset "{name}"' if is_valid("name", name) else f"preset {position}"
    for place, values in ((label, item), (f"{label}, overlay", item.get("overlay"))):
        if isinstance(values, JsonObject) and values.repeated is not None:
            raise InvalidPresets(f"{place}: {shown(values.repeated)} is there twice")
    if (mistake := mistake_in(item)) is not None:
        raise InvalidPresets(f"{label}{mistake}")
    return msgspec.convert(item, VariantSpec)


def _policy(item: object) -> OnDemandPolicy:
    if not isinstance(item, JsonObject):
        raise InvalidPresets("on_demand: must be an object")
    if item.repeated is not None:
        raise InvalidPresets(f"on_demand: {shown(item.repeated)} is there twice")
    if (mistake := on_demand_settings.mistake_in(item)) is not None:
        raise InvalidPresets(f"on_demand{mistake}")
    return msgspec.convert(item, OnDemandPolicy)


def _prefixes(items: object, known: Mapping[str, VariantSpec]) -> dict[str, tuple[str, ...]]:
    if not isinstance(items, JsonObject):
        raise InvalidPresets("prefixes: must be an object with prefixes and lists of the names of presets")
    if items.repeated is not None:
        raise InvalidPresets(f"prefixes: {shown(items.repeated)} is there twice")
    for prefix in items:
        if not prefix.endswith("/"):
            # "images/a" would also match "images/abc.jpg".
            raise InvalidPresets(f'prefixes: {shown(prefix)} must end with "/"')
    return {prefix: _names(f"prefixes, {shown(prefix)}", names, known) for prefix, names in items.items()}


def _names(label: str, names: object, known: Mapping[str, VariantSpec]) -> tuple[str, ...]:
    if not isinstance(names, list) or not names:
        raise InvalidPresets(f"{label}: must be a list of the names of one or more presets")
    for name in names:
        if not isinstance(name, str) or name not in known:
            raise InvalidPresets(f"{label}: there is no preset {shown(name)}")
        if known[name].when == "on_demand":
            raise InvalidPresets(f'{label}: "{name}" is rendered on demand, so it cannot be listed here')
        if names.count(name) > 1:
            raise InvalidPresets(f'{label}: "{name}" is there twice')
    return tuple(names)
