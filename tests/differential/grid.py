"""The mean colors of an image on a grid of 16 x 16 cells."""

from collections.abc import Sequence

from PIL import Image, ImageFilter

# Cells per side. Images with fewer pixels than that are measured by parts of pixels.
GRID = 16
CELLS = range(GRID * GRID)
# The red, green and blue means of each cell, 0 to 255, row by row.
Grid = Sequence[float]


def grid_of(image: Image.Image) -> Grid:
    """Measure an RGB image."""
    bands = [_means(band) for band in image.split()]
    return [sample for cell in zip(*bands, strict=True) for sample in cell]


def _means(band: Image.Image) -> Sequence[float]:
    small = band.convert("F").resize((GRID, GRID), Image.Resampling.BOX)
    return [float(small.getpixel((at % GRID, at // GRID))) for at in CELLS]  # type: ignore[arg-type]


def color(grid: Grid, cell: int) -> tuple[float, float, float]:
    """Return the mean of a cell."""
    return grid[3 * cell], grid[3 * cell + 1], grid[3 * cell + 2]


def turned(grid: Grid, turn: int) -> Grid:
    """Return the grid mirrored (bit 0 of `turn`), flipped (bit 1) and transposed (bit 2)."""
    last = GRID - 1
    samples: list[float] = []
    for cell in CELLS:
        column, row = (cell // GRID, cell % GRID) if turn & 4 else (cell % GRID, cell // GRID)
        column, row = (last - column if turn & 1 else column), (last - row if turn & 2 else row)
        samples += color(grid, row * GRID + column)
    return samples


def flat_cells(grid: Grid, radius: int, threshold: float) -> set[int]:
    """Return the cells that differ by less than `threshold` from all cells within `radius`."""
    image = Image.frombytes("RGB", (GRID, GRID), bytes(min(255, round(sample)) for sample in grid))
    spans = zip(
        image.filter(ImageFilter.MaxFilter(2 * radius + 1)).tobytes(),
        image.filter(ImageFilter.MinFilter(2 * radius + 1)).tobytes(),
        strict=True,
    )
    uneven = {at // 3 for at, (high, low) in enumerate(spans) if high - low >= threshold}
    return set(CELLS) - uneven
