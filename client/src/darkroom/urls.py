"""Build the URLs of variants on demand, without requests."""

from collections.abc import Iterable
from typing import Unpack

from darkroom import operations
from darkroom.errors import MissingVariant
from darkroom.image import Image
from darkroom.models import OnDemand
from darkroom.operations import Rendering
from darkroom.signing import SigningKey

_OPERATIONS = "{operations}"


class UrlBuilder:
    """Builds URLs from an image's document. With a signing key, they can have any size.

    `signing_key` is the value that `ops signing-key add` prints. Raises ValueError if it is not valid.
    """

    def __init__(self, signing_key: str | None = None) -> None:
        self._key = SigningKey.parse(signing_key) if signing_key else None

    def url(
        self,
        image: Image,
        *,
        width: int | None = None,
        preset: str | None = None,
        **options: Unpack[Rendering],
    ) -> str:
        """Return the URL of an image in a width, or in a preset that is rendered on demand.

        Without a signing key, the service allows what its policy lists. Images are never enlarged. Raises
        MissingVariant if the image has no such URL, ValueError for invalid options.
        """
        written = operations.choose(width, preset, options)
        if preset is not None:
            # The version of a preset's URL depends on the preset's settings.
            return _preset_url(image, preset) + written.removeprefix(f"p_{preset}")
        url = _on_demand(image).url.replace(_OPERATIONS, written)
        return f"{url}?s={self._key.sign(image.id, written)}" if self._key else url

    def srcset(
        self,
        image: Image,
        widths: Iterable[int],
        *,
        ratio: tuple[int, int] | None = None,
        **options: Unpack[Rendering],
    ) -> str:
        """Return a `srcset` of an image in several widths, none of them larger than the image's own.

        `ratio` crops all of them to a ratio of width and height, such as (16, 9). Raises MissingVariant,
        ValueError.
        """
        if "height" in options:
            raise ValueError("All widths would get the same height. Use `ratio`.")
        if options.get("fit") == "inside":
            raise ValueError("The widths of files with `fit` inside are not known. Use `ratio`, which crops.")
        entries: dict[int, str] = {}
        for width in sorted(widths):
            shown = min(width, image.width or width)
            if ratio is not None:
                options["height"] = _height(width, ratio)
            # Commas separate the entries.
            url = self.url(image, width=width, **options).replace(",", "%2C")
            entries.setdefault(shown, f"{url} {shown}w")
        return ", ".join(entries.values())


def _on_demand(image: Image) -> OnDemand:
    if image.on_demand is None:
        raise MissingVariant(
            f"Image {image.id} is not ready, or not public, or its service has no variants on demand."
        )
    return image.on_demand


def _preset_url(image: Image, name: str) -> str:
    for preset in _on_demand(image).presets:
        if preset.name == name:
            return preset.url
    raise MissingVariant(f"Image {image.id} has no preset named {name} that is rendered on demand.")


def _height(width: int, ratio: tuple[int, int]) -> int:
    """Return the height, rounded half up as the service does it."""
    across, down = ratio
    return max(1, (2 * width * down + across) // (2 * across))
