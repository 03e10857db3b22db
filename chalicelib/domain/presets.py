"""The presets of this deployment, read from presets.json."""

import hashlib
from collections.abc import Iterable
from typing import Self

import msgspec

from chalicelib.errors import ConfigurationError, UnknownPreset
from chalicelib.models import Image, VariantSpec

# Increase this when the engine renders the same preset to different bytes: outputs then get new keys.
ENGINE_REVISION = 3


class Presets(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All presets, and the names of the default ones, which apply if an upload requests none."""

    presets: tuple[VariantSpec, ...]
    default: tuple[str, ...]

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """Parse and validate presets.json. Raises ConfigurationError, which says what is wrong and where."""
        try:
            presets = msgspec.json.decode(text, type=cls)
        except msgspec.DecodeError as error:
            raise ConfigurationError(f"presets.json: {error}") from error
        names = [spec.name for spec in presets.presets]
        if len(set(names)) != len(names):
            raise ConfigurationError("presets.json: two presets have the same name")
        if not presets.default or not set(presets.default) <= set(names):
            raise ConfigurationError("presets.json: `default` must list at least one preset, by name")
        return presets

    def choose(self, names: Iterable[str]) -> tuple[VariantSpec, ...]:
        """Return the named presets in the file's order. Raises UnknownPreset."""
        wanted = set(names)
        unknown = sorted(wanted - {spec.name for spec in self.presets})
        if unknown:
            raise UnknownPreset(
                f"There is no preset {', '.join(map(repr, unknown))}; GET /presets lists all presets",
                "variants",
            )
        return tuple(spec for spec in self.presets if spec.name in wanted)

    def current(self, names: Iterable[str]) -> tuple[VariantSpec, ...]:
        """Return the named presets that still exist, or the default ones if none does.

        Images outlive changes to presets.json, so a preset that has been removed is not an error.
        """
        wanted = set(names)
        chosen = tuple(spec for spec in self.presets if spec.name in wanted)
        return chosen or self.choose(self.default)

    def fingerprint(self, image: Image) -> str:
        """Return the fingerprint of this image's focal point and of the presets that apply to it now."""
        return fingerprint(self.current(image.requested), image.focus)


def fingerprint(specs: Iterable[VariantSpec], focus: tuple[int, int] | None = None) -> str:
    """Return a hash that changes when any output would change, 16 hex digits."""
    content = msgspec.json.encode([ENGINE_REVISION, *specs, *(focus or ())])
    return hashlib.sha256(content).hexdigest()[:16]
