"""Print results as one JSON document per line."""

import json
from collections.abc import Iterable
from dataclasses import fields

import msgspec
from rich.console import Console

from darkroom.cli.outcome import Outcome
from darkroom.cli.printing import can_print
from darkroom.filenames import encodable
from darkroom.image import Image
from darkroom.models import Preset, Presets


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
        encoded = msgspec.json.encode(_encodable(msgspec.to_builtins(document))).decode()
        # JSON allows characters that are commands for a terminal, or that reorder text.
        self._console.out("".join(map(self._escaped, encoded)), highlight=False)

    def _escaped(self, char: str) -> str:
        return char if can_print(self._console, char) else json.dumps(char)[1:-1]


def _document(thing: Image | Preset) -> dict[str, object]:
    """Return what the service sent, and what this version of the client adds if the service is older."""
    known = {name: value for name, value in _fields(thing).items() if name != "document"}
    return known | dict(thing.document)


def _encodable(value: object) -> object:
    """Return JSON values without text that JSON cannot represent, such as in names of files."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {encodable(key): _encodable(each) for key, each in value.items()}
    return [_encodable(each) for each in value] if isinstance(value, list) else value


def _fields(thing: Image | Preset | Outcome) -> dict[str, object]:
    return {each.name: getattr(thing, each.name) for each in fields(thing) if not each.name.startswith("_")}
