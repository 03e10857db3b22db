"""Check what owners say about their images, and convert it to the form that records use."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import msgspec

from chalicelib.domain import json_fields
from chalicelib.domain.control_characters import is_control
from chalicelib.errors import InvalidField
from chalicelib.models import ImageMetadata, Metadata

MAX_BYTES = 2048
"""The most bytes that metadata takes as compact JSON in UTF-8, without values that are null or empty."""
MAX_DEPTH = 4
"""The most levels of nested objects and arrays in `custom`, which is the first level itself."""

_FIELD = "metadata"
Json: TypeAlias = Mapping[str, "Json"] | list["Json"] | str | int | float | bool | None


def parse(value: object) -> ImageMetadata | None:
    """Return the metadata in a JSON value, None if it says nothing. Raises InvalidField."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise InvalidField(f'{_FIELD} must be a JSON object, such as {{"alt": "A cat"}}', _FIELD)
    return stored(json_fields.converted(value, Metadata, _FIELD))


def stored(metadata: Metadata | None) -> ImageMetadata | None:
    """Check metadata and return it as records have it, None if it says nothing. Raises InvalidField."""
    values = _values(metadata) if metadata is not None else {}
    if metadata is None or not values:
        return None
    _check_tags(metadata.tags or ())
    _check_depth(metadata.custom, MAX_DEPTH)
    for name, each in values.items():
        _check_texts(each, json_fields.path(_FIELD, name))
    _check_size(values)
    return ImageMetadata(
        external_id=metadata.external_id,
        tags=metadata.tags or (),
        alt=metadata.alt,
        custom=msgspec.json.encode(metadata.custom).decode() if metadata.custom else None,
    )


def patched(image_metadata: ImageMetadata | None, patch: Mapping[str, Any]) -> ImageMetadata | None:
    """Apply a JSON merge patch of an image's document to its metadata. Raises InvalidField."""
    # A patch that is nested deeper than `custom` within `metadata` would also make `custom` too deep.
    _check_depth(patch, MAX_DEPTH + 2)
    merged = merge_patch({_FIELD: to_json(image_metadata)}, patch)
    return parse(merged.get(_FIELD)) if isinstance(merged, Mapping) else None


def to_json(metadata: ImageMetadata | None) -> dict[str, Json]:
    """Return metadata as a JSON object, without values that are null or empty."""
    if metadata is None:
        return {}
    custom = msgspec.json.decode(metadata.custom) if metadata.custom else None
    return _values(
        Metadata(external_id=metadata.external_id, tags=metadata.tags, alt=metadata.alt, custom=custom)
    )


def _values(metadata: Metadata) -> dict[str, Json]:
    # In HTML, an empty `alt` is not the same as none: the image is decorative.
    values: dict[str, Json] = {
        "external_id": metadata.external_id,
        "tags": list(metadata.tags or ()) or None,
        "alt": metadata.alt,
        "custom": metadata.custom or None,
    }
    return {name: value for name, value in values.items() if value is not None}


def _check_size(values: Json) -> None:
    size = len(msgspec.json.encode(values))
    if size > MAX_BYTES:
        raise InvalidField(f"{_FIELD} takes {size} bytes as JSON; use at most {MAX_BYTES}", _FIELD)


def _check_depth(value: object, most: int) -> None:
    """Check the levels of objects and arrays. Recursion would end with an error at a thousand of them."""
    level = [value]
    for _ in range(most):
        level = [item for each in level for item in _items(each)]
    if any(isinstance(each, Mapping | list) for each in level):
        raise InvalidField(
            f"metadata.custom is nested too deeply; use at most {MAX_DEPTH} levels", f"{_FIELD}.custom"
        )


def _items(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list) else ()


def _check_tags(tags: tuple[str, ...]) -> None:
    if len(set(tags)) < len(tags):
        raise InvalidField("metadata.tags contains a tag twice; send each once", f"{_FIELD}.tags")


def _check_texts(value: Json, name: str) -> None:
    if any(is_control(char) for text in _texts(value) for char in text):
        raise InvalidField(f"{name} contains control characters; remove them", name)


def _texts(value: object) -> Iterator[str]:
    """Yield every text in a JSON value, also the names of its fields."""
    if isinstance(value, str):
        yield value
    if isinstance(value, Mapping):
        yield from value
    for each in _items(value):
        yield from _texts(each)


def merge_patch(target: Json, patch: Json) -> Json:
    """Return the target with the patch applied to it: the function `MergePatch` of RFC 7396, section 2."""
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge_patch(merged.get(name), value)
    return merged
