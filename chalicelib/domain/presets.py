"""The named variants that this deployment offers, read from presets.json."""

import hashlib
from collections.abc import Iterable
from typing import Self

import msgspec

from chalicelib.errors import ConfigurationError, UnknownPreset
from chalicelib.models import Image, VariantSpec

# Raise it when the engine would give other bytes for the same preset: outputs then get new keys.
ENGINE_REVISION = 3


class Presets(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All presets, and the names of those that an image gets when nobody chose."""

    presets: tuple[VariantSpec, ...]
    default: tuple[str, ...]

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """Parse and check the data file. Raises ConfigurationError, saying what is wrong where."""
        try:
            presets = msgspec.json.decode(text, type=cls)
        except msgspec.DecodeError as error:
            raise ConfigurationError(f"presets.json: {error}") from error
        names = [spec.name for spec in presets.presets]
        if len(set(names)) != len(names):
            raise ConfigurationError("presets.json: two presets have the same name")
        if not presets.default or not set(presets.default) <= set(names):
            raise ConfigurationError("presets.json: default must name one or more of the presets")
        return presets

    def choose(self, names: Iterable[str]) -> tuple[VariantSpec, ...]:
        """Return the named presets in the file's order. Raises UnknownPreset."""
        wanted = set(names)
        unknown = sorted(wanted - {spec.name for spec in self.presets})
        if unknown:
            raise UnknownPreset(
                f"There is no preset {', '.join(map(repr, unknown))}; GET /presets lists them", "variants"
            )
        return tuple(spec for spec in self.presets if spec.name in wanted)

    def current(self, names: Iterable[str]) -> tuple[VariantSpec, ...]:
        """Return those of the named presets that still exist, or else the default ones.

        An image outlives changes of the data file: a preset that was removed since is no error.
        """
        wanted = set(names)
        chosen = tuple(spec for spec in self.presets if spec.name in wanted)
        return chosen or self.choose(self.default)

    def fingerprint(self, image: Image) -> str:
        """Name the presets that this image is rendered with today, and its focal point."""
        return fingerprint(self.current(image.requested), image.focus)


def fingerprint(specs: Iterable[VariantSpec], focus: tuple[int, int] | None = None) -> str:
    """Name a set of presets: 16 hex digits that change when any output would."""
    content = msgspec.json.encode([ENGINE_REVISION, *specs, *(focus or ())])
    return hashlib.sha256(content).hexdigest()[:16]
