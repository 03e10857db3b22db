"""Which operations anyone may request, and what they are rounded to. Pure."""

from collections.abc import Iterable, Mapping

from msgspec import structs

from chalicelib.domain.on_demand.negotiation import preset_formats
from chalicelib.errors import OperationsNotAllowed
from chalicelib.models import NamedPreset, OnDemandPolicy, Operations, Resize, VariantSpec


def allowed(policy: OnDemandPolicy, presets: Mapping[str, VariantSpec], operations: Operations) -> Operations:
    """Return what a request without a signature gets: the operations with the next larger listed width.

    `presets` are those that are rendered on demand, by name. Raises OperationsNotAllowed. The result of
    allowed operations is always allowed, and stays the same.
    """
    if isinstance(operations, NamedPreset):
        spec = named(presets, operations)
        if operations.format is not None and operations.format not in preset_formats(spec):
            raise OperationsNotAllowed(f"The preset {operations.name!r} has no format {operations.format}.")
        return operations
    if operations.format is not None and operations.format not in policy.formats:
        raise OperationsNotAllowed(f"The format must be {_either(policy.formats)}.")
    if operations.quality not in policy.qualities:
        raise OperationsNotAllowed(f"The quality must be {_either(map(str, policy.qualities))}.")
    return _sized(policy, operations)


def named(presets: Mapping[str, VariantSpec], operations: NamedPreset) -> VariantSpec:
    """Return the preset. Raises OperationsNotAllowed if there is none that is rendered on demand."""
    if operations.name not in presets:
        raise OperationsNotAllowed(f"There is no preset {operations.name!r} that is rendered on demand.")
    return presets[operations.name]


def _sized(policy: OnDemandPolicy, resize: Resize) -> Resize:
    width = min((each for each in policy.widths if each >= resize.width), default=None)
    if width is None:
        raise OperationsNotAllowed(f"The largest width is {max(policy.widths, default=0)} pixels.")
    if resize.height is None:
        if "source" not in policy.ratios:
            raise OperationsNotAllowed(f"A height is needed, for the ratio {_either(policy.ratios)}.")
        return structs.replace(resize, width=width)
    if resize.fit != "cover" or resize.position not in policy.positions:
        raise OperationsNotAllowed(f"The fit must be cover, and the position {_either(policy.positions)}.")
    return structs.replace(resize, width=width, height=_height(policy, resize.width, resize.height, width))


def height_at(width: int, ratio: str) -> int:
    """Return the height of a crop to a ratio such as "16:9", rounded half up as in JavaScript."""
    across, down = _sides(ratio)
    return max(1, (2 * width * down + across) // (2 * across))


def _height(policy: OnDemandPolicy, requested: int, height: int, width: int) -> int:
    """Return the height at the listed width, in the ratio that the requested size has within one pixel."""
    ratios = [ratio for ratio in policy.ratios if ratio != "source"]
    # An exact match comes first, so that the result is not changed again.
    exact = [ratio for ratio in ratios if height_at(requested, ratio) == height]
    close = [ratio for ratio in ratios if _is_close(requested, height, ratio)]
    for ratio in (*exact, *close):
        return height_at(width, ratio)
    if not ratios:
        raise OperationsNotAllowed("No height is allowed.")
    raise OperationsNotAllowed(f"The ratio of width and height must be {_either(ratios)}.")


def _is_close(width: int, height: int, ratio: str) -> bool:
    across, down = _sides(ratio)
    return abs(height * across - width * down) <= across


def _either(values: Iterable[str]) -> str:
    *others, last = values
    return f"{', '.join(others)} or {last}" if others else last


def _sides(ratio: str) -> tuple[int, int]:
    across, _, down = ratio.partition(":")
    return int(across), int(down)
