"""What goes to standard output: text for people, or one JSON document per line for scripts."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Protocol

import msgspec
from rich.console import Console
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from darkroom.models import Failure, Image, Presets


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one input (a path or an id). `files`: saved files by variant name.

    `skipped` is the image's id where nothing was left to do.
    """

    input: str
    image: Image | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    skipped: str | None = None
    error: Failure | None = None


class Reporter(Protocol):
    """Prints results."""

    def image(self, image: Image) -> None:
        """Print one image."""
        ...

    def images(self, images: Iterable[Image]) -> None:
        """Print a listing."""
        ...

    def presets(self, presets: Presets) -> None:
        """Print what the service offers."""
        ...

    def outcome(self, outcome: Outcome) -> None:
        """Print what became of one input."""
        ...


class JsonReporter:
    """One document per line: images as the service describes them, or outcomes."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def image(self, image: Image) -> None:
        """Print one line."""
        self._console.out(msgspec.json.encode(image).decode(), highlight=False)

    def images(self, images: Iterable[Image]) -> None:
        """Print a line for each, as it arrives."""
        for image in images:
            self.image(image)

    def presets(self, presets: Presets) -> None:
        """Print a line for each preset, `default` being true where it is one that comes unasked."""
        for preset in presets.presets:
            document = asdict(preset) | {"default": preset.name in presets.default}
            self._console.out(msgspec.json.encode(document).decode(), highlight=False)

    def outcome(self, outcome: Outcome) -> None:
        """Print one line."""
        self._console.out(msgspec.json.encode(outcome).decode(), highlight=False)


class TextReporter:
    """Lines for people. Errors are not repeated here: they go to standard error."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def image(self, image: Image) -> None:
        """Print the image and its variants."""
        self._describe(image.filename, image, {})

    def images(self, images: Iterable[Image]) -> None:
        """Print a table on a terminal, else five columns per line, as they arrive; `-` is unknown."""
        if self._console.is_terminal:
            self._console.print(_table(images))
            return
        for image in images:
            size = "-" if image.size is None else str(image.size)
            cells = [image.id, image.status, _moment(image), size, image.filename]
            self._console.out(*map(printable, cells), highlight=False)

    def presets(self, presets: Presets) -> None:
        """Print a line of columns for each preset; `default` ends those that come unasked."""
        for preset in presets.presets:
            cells = [preset.name, _sides(preset.width, preset.height), preset.fit, preset.format]
            cells += ["default"] if preset.name in presets.default else []
            self._console.out(*map(printable, cells), highlight=False)

    def outcome(self, outcome: Outcome) -> None:
        """Print the image, or that the input is done with; nothing after an error."""
        if outcome.error:
            return
        if outcome.image:
            self._describe(outcome.input, outcome.image, outcome.files)
        elif outcome.skipped:
            self._console.out(f"{printable(outcome.input)}  done before  {outcome.skipped}", highlight=False)
        else:
            self._console.out(f"{printable(outcome.input)}  deleted", highlight=False)

    def _describe(self, label: str, image: Image, files: Mapping[str, str]) -> None:
        heading = [label, image.status, image.id, _sides(image.width, image.height), _bytes(image.size)]
        lines = ["  ".join(printable(part) for part in heading if part)]
        for variant in image.variants:
            place = files.get(variant.name, variant.url)
            parts = [variant.name, _sides(variant.width, variant.height), _bytes(variant.size), place]
            lines.append("  " + "  ".join(printable(part) for part in parts))
        if image.error:
            lines.append(printable(f"  {image.error.detail} ({image.error.code})"))
        self._console.out("\n".join(lines), highlight=False)


def reporter(console: Console, *, as_json: bool) -> Reporter:
    """Return the reporter for what was asked."""
    return JsonReporter(console) if as_json else TextReporter(console)


def printable(text: str) -> str:
    """Replace control characters: names come from elsewhere and must not drive the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def _table(images: Iterable[Image]) -> Table:
    table = Table("id", "status", "created", "size", "filename", box=None, header_style="bold")
    for image in images:
        cells = [image.id, image.status, _moment(image), _bytes(image.size), image.filename]
        table.add_row(*(Text(printable(cell)) for cell in cells))
    return table


def _moment(image: Image) -> str:
    return image.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _sides(width: int | None, height: int | None) -> str:
    return f"{width}x{height}" if width and height else ""


def _bytes(size: int | None) -> str:
    return "" if size is None else decimal(size)
