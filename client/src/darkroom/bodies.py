"""The JSON bodies of requests."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Final, Literal, TypedDict


class Unchanged(Enum):
    """Stands for a value that a request leaves as it is, where None removes it."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED

Point = tuple[float, float]
Box = tuple[float, float, float, float]


MetadataName = Literal["external_id", "tags", "alt", "custom"]


class MetadataFields(TypedDict, total=False):
    """Metadata to set. None removes a value; what is missing stays the same.

    `external_id` is your own id of the image, `alt` the text for HTML's `alt` attribute, and `custom` any
    JSON object. All of it together takes at most 2 KB.
    """

    external_id: str | None
    tags: Sequence[str] | None
    alt: str | None
    custom: Mapping[str, object] | None


def edits(
    focus: Point | Unchanged | None, crop: Box | Unchanged | None, rotate: int | None
) -> dict[str, object]:
    """Return how to edit an image: the fields `focus`, `crop` and `rotate`, without unchanged ones."""
    body: dict[str, object] = {}
    if focus is not UNCHANGED:
        body["focus"] = focus and dict(zip(("x", "y"), focus, strict=True))
    if crop is not UNCHANGED:
        body["crop"] = crop and dict(zip(("x", "y", "width", "height"), crop, strict=True))
    if rotate is not None:
        body["rotate"] = rotate
    return body


def preset_choice(
    variants: Sequence[str] | None, add: Sequence[str], remove: Sequence[str]
) -> dict[str, object]:
    """Return which presets to render: the field `variants`, unless they are unchanged.

    Raises TypeError for a string, which would otherwise be treated as a list of characters, and ValueError
    if `variants` is combined with a change.
    """
    for name, value in (("variants", variants), ("add", add), ("remove", remove)):
        reject_single_string(name, value)
    if variants is None:
        change = {name: list(value) for name, value in (("add", add), ("remove", remove)) if value}
        return {"variants": change} if change else {}
    if add or remove:
        raise ValueError("`variants` names all presets. Use it without `add` and `remove`.")
    return {"variants": list(variants)}


def upload_key(key: str | None) -> dict[str, object] | None:
    """Return the body of a request about an upload in parts."""
    return None if key is None else {"key": key}


def reject_single_string(name: str, value: Sequence[str] | None) -> None:
    """Raise TypeError for a string, which would otherwise be treated as a list of characters."""
    if isinstance(value, str):
        raise TypeError(f"`{name}` must be a list of names. Use [{value!r}] instead of {value!r}.")
