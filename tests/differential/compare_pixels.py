"""Compare two frames by their mean colors."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

from tests.differential import cie76
from tests.differential.decoded import Frame
from tests.differential.faults import Fault
from tests.differential.grid import CELLS, GRID, Grid, color, flat_cells, turned

# Samples that differ less, 0 to 255, count as equal: decoders round differently, which is a CIE76 difference
# of up to 2 in dark colors.
_ROUNDING = 1.0
# A cell is flat if no neighbor differs by this much.
_FLAT = 6.0
# Alpha differs, rather than color, if it does by this much.
_ALPHA = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PixelRules:
    """How exactly two frames must agree.

    `limit` is the largest CIE76 difference of a cell. Without `edges`, only cells whose neighbors within
    `radius` look like them are compared, because resampling and lossy encoding mix the others; a lossy
    animation also keeps traces of the edges in earlier frames. `flattened` outputs have a white background.
    """

    limit: float
    edges: bool = True
    radius: int = 0
    flattened: bool = False


def pixel_fault(wanted: Sequence[Frame], found: Frame, rules: PixelRules) -> Fault | None:
    """Return how a frame differs from the last of `wanted`, if it does: in alpha, color or orientation.

    The others are the frames before it.
    """
    cells = _cells(wanted, rules)
    worst, cell = max(_differences(wanted[-1], found, cells, rules), default=(0.0, 0))
    if worst <= rules.limit:
        return None
    return Fault("", _kind(wanted, found, cell, rules), f"{worst:.1f} at {cell % GRID},{cell // GRID}")


def _cells(frames: Sequence[Frame], rules: PixelRules) -> Collection[int]:
    """Return the cells to compare."""
    if rules.edges:
        return CELLS
    grids = [grid for frame in frames for grid in (frame.light, frame.dark)]
    return set.intersection(*(flat_cells(grid, rules.radius, _FLAT) for grid in grids))


def _differences(
    wanted: Frame, found: Frame, cells: Collection[int], rules: PixelRules
) -> chain[tuple[float, int]]:
    dark = [] if rules.flattened else _grid_differences(wanted.dark, found.dark, cells)
    return chain(_grid_differences(wanted.light, found.light, cells), dark)


def _grid_differences(wanted: Grid, found: Grid, cells: Collection[int]) -> list[tuple[float, int]]:
    unequal = {
        at // 3 for at, (a, b) in enumerate(zip(wanted, found, strict=True)) if abs(a - b) >= _ROUNDING
    }
    return [
        (cie76.difference(color(wanted, cell), color(found, cell)), cell) for cell in unequal & set(cells)
    ]


def _kind(wanted: Sequence[Frame], found: Frame, cell: int, rules: PixelRules) -> str:
    if any(_matches_turned(wanted, found, turn, rules) for turn in range(1, 8)):
        return "orientation"
    if not rules.flattened and abs(_alpha(wanted[-1], cell) - _alpha(found, cell)) > _ALPHA:
        return "alpha"
    return "color"


def _matches_turned(wanted: Sequence[Frame], found: Frame, turn: int, rules: PixelRules) -> bool:
    frames = [Frame(turned(frame.light, turn), turned(frame.dark, turn)) for frame in wanted]
    cells = _cells(frames, rules)
    return all(worst <= rules.limit for worst, _ in _differences(frames[-1], found, cells, rules))


def _alpha(frame: Frame, cell: int) -> float:
    light, dark = color(frame.light, cell), color(frame.dark, cell)
    return 255 - sum(a - b for a, b in zip(light, dark, strict=True)) / 3
