"""Print results as text for people."""

from collections.abc import Iterable, Mapping

from rich.console import Console

from darkroom.cli import image_table
from darkroom.cli.cells import created_at, dimensions, file_size
from darkroom.cli.outcome import Outcome
from darkroom.cli.printing import printable
from darkroom.image import Image, label
from darkroom.models import Presets


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
            self._console.print(image_table.create(images, self._console.width))
            return
        for image in images:
            size = "-" if image.size is None else str(image.size)
            cells = [image.id, image.status, created_at(image), size, image.filename]
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
        heading = [
            title,
            image.status,
            image.id,
            dimensions(image.width, image.height),
            file_size(image.size),
        ]
        lines = ["  ".join(printable(part) for part in heading if part)]
        for variant in image.variants:
            name = label(image, variant)
            location = files.get(name, variant.url)
            parts = [name, dimensions(variant.width, variant.height), file_size(variant.size), location]
            lines.append("  " + "  ".join(printable(part) for part in parts))
        if image.error:
            lines.append(printable(f"  {image.error.code}: {image.error.detail}"))
        self._console.out("\n".join(lines), highlight=False)
