"""Print results to standard output, as text or as one JSON document per line."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Protocol

import msgspec
from rich.console import Console
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from darkroom.image import Image, label
from darkroom.models import Failure, Preset, Presets


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result for one input, which is a path or an image ID.

    `files` maps variant names to saved files. `skipped` is the image's ID if there was nothing left to do.
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
        """Print the service's presets."""
        ...

    def url(self, url: str) -> None:
        """Print a URL."""
        ...

    def outcome(self, outcome: Outcome) -> None:
        """Print the result for one input."""
        ...


class JsonReporter:
    """Prints one JSON document per line: images in the service's format, or outcomes."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def image(self, image: Image) -> None:
        """Print one line."""
        self._line(_document(image))

    def images(self, images: Iterable[Image]) -> None:
        """Print one line per image as it arrives."""
        for image in images:
            self.image(image)

    def presets(self, presets: Presets) -> None:
        """Print one line per preset; `default` is true if the service renders it by default."""
        for preset in presets.presets:
            self._line(_document(preset) | {"default": preset.name in presets.default})

    def url(self, url: str) -> None:
        """Print one line."""
        self._line({"url": url})

    def outcome(self, outcome: Outcome) -> None:
        """Print one line."""
        image = outcome.image and _document(outcome.image)
        self._line(_fields(outcome) | {"image": image})

    def _line(self, document: object) -> None:
        encoded = msgspec.json.encode(document).decode()
        # JSON allows characters that are commands for a terminal, or that reorder text.
        escaped = "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in encoded)
        self._console.out(escaped, highlight=False)


class TextReporter:
    """Prints text for people. Errors are omitted because they go to standard error."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def image(self, image: Image) -> None:
        """Print the image and its variants."""
        self._describe(image.filename, image, {})

    def images(self, images: Iterable[Image]) -> None:
        """Print a table on a terminal, otherwise five columns per line; `-` means unknown."""
        if self._console.is_terminal:
            self._console.print(_table(images))
            return
        for image in images:
            size = "-" if image.size is None else str(image.size)
            cells = [image.id, image.status, _created_at(image), size, image.filename]
            self._console.out(*map(printable, cells), highlight=False)

    def presets(self, presets: Presets) -> None:
        """Print one line per preset, which ends with `default` or `on_demand` if that applies."""
        for preset in presets.presets:
            size = f"{preset.width or ''}x{preset.height or ''}"
            cells = [preset.name, size, preset.fit, ",".join(preset.formats) or preset.format]
            cells += ["default"] if preset.name in presets.default else []
            cells += [] if preset.when == "upload" else [preset.when]
            self._console.out(*map(printable, cells), highlight=False)

    def url(self, url: str) -> None:
        """Print the URL."""
        self._console.out(printable(url), highlight=False)

    def outcome(self, outcome: Outcome) -> None:
        """Print the image, or that it was skipped or deleted; print nothing after an error."""
        if outcome.error:
            return
        if outcome.image:
            self._describe(outcome.input, outcome.image, outcome.files)
        elif outcome.skipped:
            self._console.out(
                f"{printable(outcome.input)}  already done  {printable(outcome.skipped)}", highlight=False
            )
        else:
            self._console.out(f"{printable(outcome.input)}  deleted", highlight=False)

    def _describe(self, title: str, image: Image, files: Mapping[str, str]) -> None:
        heading = [title, image.status, image.id, _dimensions(image.width, image.height), _bytes(image.size)]
        lines = ["  ".join(printable(part) for part in heading if part)]
        for variant in image.variants:
            name = label(image, variant)
            location = files.get(name, variant.url)
            parts = [name, _dimensions(variant.width, variant.height), _bytes(variant.size), location]
            lines.append("  " + "  ".join(printable(part) for part in parts))
        if image.error:
            lines.append(printable(f"  {image.error.code}: {image.error.detail}"))
        self._console.out("\n".join(lines), highlight=False)


def _document(thing: Image | Preset) -> dict[str, object]:
    """Return what the service sent, and what this version of the client adds if the service is older."""
    known = {name: value for name, value in _fields(thing).items() if name != "document"}
    return known | dict(thing.document)


def _fields(thing: Image | Preset | Outcome) -> dict[str, object]:
    return {each.name: getattr(thing, each.name) for each in fields(thing) if not each.name.startswith("_")}


def create_reporter(console: Console, *, as_json: bool) -> Reporter:
    """Return a reporter for JSON or text."""
    return JsonReporter(console) if as_json else TextReporter(console)


def printable(text: str) -> str:
    """Replace characters that are commands for a terminal or reorder text: names come from uploaders."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def _table(images: Iterable[Image]) -> Table:
    table = Table("id", "status", "created", "size", "filename", box=None, header_style="bold")
    for image in images:
        cells = [image.id, image.status, _created_at(image), _bytes(image.size), image.filename]
        table.add_row(*(Text(printable(cell)) for cell in cells))
    return table


def _created_at(image: Image) -> str:
    return image.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _dimensions(width: int | None, height: int | None) -> str:
    return f"{width}x{height}" if width and height else ""


def _bytes(size: int | None) -> str:
    return "" if size is None else decimal(size)
