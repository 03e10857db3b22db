"""JSON merge patches."""

from collections.abc import Mapping
from typing import TypeAlias

Json: TypeAlias = Mapping[str, "Json"] | list["Json"] | str | int | float | bool | None


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
