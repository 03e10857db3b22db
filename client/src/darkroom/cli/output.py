"""Print results to standard output, as text or as JSON."""

from collections.abc import Iterable
from typing import Protocol

from rich.console import Console

from darkroom.cli.json_output import JsonReporter
from darkroom.cli.outcome import Outcome
from darkroom.cli.text_output import TextReporter
from darkroom.image import Image
from darkroom.models import Presets


class Reporter(Protocol):
    """Prints results."""

    def image(self, image: Image) -> None:
        """Print one image."""

    def images(self, images: Iterable[Image]) -> None:
        """Print a listing."""

    def presets(self, presets: Presets) -> None:
        """Print the service's presets."""

    def url(self, url: str) -> None:
        """Print a URL."""

    def outcome(self, outcome: Outcome) -> None:
        """Print the result for one input."""


def create_reporter(console: Console, *, as_json: bool) -> Reporter:
    """Return a reporter for JSON or text."""
    return JsonReporter(console) if as_json else TextReporter(console)
