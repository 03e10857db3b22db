"""What the engine renders for operations. Pure."""

from collections.abc import Mapping
from typing import cast

from msgspec import structs

from chalicelib.models import NamedPreset, Operations, Position, Resize, VariantSpec


def spec_of(operations: Operations, presets: Mapping[str, VariantSpec]) -> VariantSpec:
    """Return the settings of the only variant that operations with a format stand for.

    `presets` are those that are rendered on demand, by name. Raises ValueError without a format, and KeyError
    for another preset.
    """
    if operations.format is None:
        raise ValueError(f"{operations} have no format")
    if isinstance(operations, NamedPreset):
        return structs.replace(presets[operations.name], format=operations.format, formats=())
    return VariantSpec(
        name=_name(operations),
        width=operations.width,
        height=operations.height,
        fit="inside" if operations.height is None else operations.fit,
        position=_position(operations),
        format=operations.format,
        quality=operations.quality,
    )


def focus_of(operations: Operations) -> tuple[int, int] | None:
    """Return the focal point that is part of the operations, in thousandths of width and height."""
    if isinstance(operations, Resize) and isinstance(operations.position, tuple):
        return operations.position
    return None


def _name(resize: Resize) -> str:
    """Return the name of a size, which is part of the name of downloaded files."""
    return f"{resize.width}" if resize.height is None else f"{resize.width}x{resize.height}"


def _position(resize: Resize) -> Position:
    """Return CSS's keyword for the position of a crop. Other fits have none."""
    if resize.height is None or resize.fit == "inside" or not isinstance(resize.position, str):
        return "center"
    return cast("Position", resize.position.replace("-", " "))
