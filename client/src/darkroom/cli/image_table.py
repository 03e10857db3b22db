"""A table of images for terminals of any width."""

from collections.abc import Callable, Iterable, Mapping

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from darkroom.cli.cells import created_at, dimensions, file_size
from darkroom.cli.printing import printable
from darkroom.image import Image

_GAP = 2
_FILENAME_WIDTH = 16  # enough to recognize an image by
_NARROW = 50

_COLUMNS: Mapping[str, Callable[[Image], str]] = {
    "id": lambda image: image.id,
    "status": lambda image: image.status,
    "created": created_at,
    "size": lambda image: file_size(image.size),
    "pixels": lambda image: dimensions(image.width, image.height),
    "filename": lambda image: image.filename,
}
# What a narrow terminal omits first comes last.
_BY_IMPORTANCE = ("id", "status", "filename", "size", "pixels", "created")
_ALWAYS = 3


def create(images: Iterable[Image], width: int) -> Table:
    """Return a table with the columns that fit the width, in characters; long names are wrapped."""
    rows = [{name: printable(value(image)) for name, value in _COLUMNS.items()} for image in images]
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, _GAP, 0, 0))
    fitting = _fitting(rows, width)
    for name in fitting:
        # Only the name gives way, and the id only if it would fill the terminal.
        whole = name != "filename" and (name != "id" or width >= _NARROW)
        table.add_column(name, overflow="fold", no_wrap=whole)
    for row in rows:
        table.add_row(*(Text(row[name]) for name in fitting))
    return table


def _fitting(rows: list[dict[str, str]], width: int) -> list[str]:
    used = 0
    chosen: list[str] = []
    for name in _BY_IMPORTANCE:
        needed = max(len(name), *(cell_len(row[name]) for row in rows)) if rows else len(name)
        used += _GAP + (min(needed, _FILENAME_WIDTH) if name == "filename" else needed)
        if used - _GAP > width and len(chosen) >= _ALWAYS:
            break
        chosen.append(name)
    return [name for name in _COLUMNS if name in chosen]
