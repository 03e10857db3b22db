"""The presets of this deployment."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Self

import msgspec
from msgspec import structs

from chalicelib.domain import presets_file
from chalicelib.domain.overlay_files import ReadFile, no_files
from chalicelib.errors import UnknownPreset
from chalicelib.models import Image, OnDemandPolicy, VariantSpec

# Increase this when the engine renders the same preset to different bytes: outputs then get new keys.
ENGINE_REVISION = 4

# The settings that are always part of a fingerprint, in this order.
_FIRST = ("name", "width", "height", "fit", "position", "format", "quality", "background", "enlarge", "keep")


class Presets(msgspec.Struct, frozen=True, kw_only=True):
    """All presets, and the names of those that apply if an upload requests none.

    These are the names in `prefixes` for the longest prefix of the object's key, or else those in `default`.
    `overlays` has the content of overlays by its SHA-256, 64 hex digits. `kernel` says whether images are
    rendered with the compiled kernel, which makes other bytes than Pillow alone. `on_demand` is what anyone
    may request of a public image.
    """

    presets: tuple[VariantSpec, ...]
    default: tuple[str, ...]
    prefixes: Mapping[str, tuple[str, ...]] = {}
    overlays: Mapping[str, bytes] = {}
    kernel: bool = False
    on_demand: OnDemandPolicy | None = None

    @classmethod
    def from_json(cls, text: bytes, source: str = "presets.json", read_file: ReadFile = no_files) -> Self:
        """Parse and validate a presets file. Raises ConfigurationError, which says what is wrong and where.

        Errors begin with `source`, the name of the file. `read_file` reads the overlays beside it.
        """
        file = presets_file.parse(text, source, read_file)
        return cls(
            presets=file.presets,
            default=file.default,
            prefixes=file.prefixes,
            overlays=file.overlays,
            on_demand=file.on_demand,
        )

    @property
    def at_upload(self) -> tuple[VariantSpec, ...]:
        """The presets that are rendered after an upload."""
        return tuple(spec for spec in self.presets if spec.when == "upload")

    @property
    def on_demand_presets(self) -> Mapping[str, VariantSpec]:
        """The presets that are rendered at their first request, by name."""
        return {spec.name: spec for spec in self.presets if spec.when == "on_demand"}

    @property
    def renders_on_demand(self) -> bool:
        """Whether anything is rendered on demand."""
        return self.on_demand is not None or bool(self.on_demand_presets)

    def rendered(self, *, kernel: bool) -> Self:
        """Return the presets for a deployment that renders with the kernel, or without it."""
        return structs.replace(self, kernel=kernel)

    def without_faces(self) -> Self:
        """Return the presets for a deployment that detects no faces: with `attention` in place of `face`.

        Their fingerprints differ from those with `face`, so variants become out of date when it starts to.
        """
        specs = (
            structs.replace(spec, position="attention") if spec.position == "face" else spec
            for spec in self.presets
        )
        return structs.replace(self, presets=tuple(specs))

    def choose(self, names: Iterable[str]) -> tuple[VariantSpec, ...]:
        """Return the named presets in the file's order. Raises UnknownPreset."""
        wanted = set(names)
        unknown = sorted(wanted - {spec.name for spec in self.at_upload})
        if unknown:
            raise UnknownPreset(
                f"There is no preset {', '.join(map(repr, unknown))} that is rendered at upload;"
                " GET /presets lists all presets",
                "variants",
            )
        return tuple(spec for spec in self.at_upload if spec.name in wanted)

    def current(self, image: Image) -> tuple[VariantSpec, ...]:
        """Return the image's presets that still exist, or the default ones for its key if none does.

        Images outlive changes to presets.json, so a preset that has been removed is not an error.
        """
        wanted = set(image.requested)
        chosen = tuple(spec for spec in self.at_upload if spec.name in wanted)
        return chosen or self.choose(self.default_for(image.key))

    def count_current(self, image: Image) -> int:
        """Return the number of variants of these presets."""
        return sum(spec.variant_count for spec in self.current(image))

    def default_for(self, key: str) -> tuple[str, ...]:
        """Return the names of the presets that an object with this key gets if its upload requests none."""
        prefix = max(filter(key.startswith, self.prefixes), key=len, default=None)
        return self.default if prefix is None else self.prefixes[prefix]

    def fingerprint(self, image: Image) -> str:
        """Return the fingerprint of this image's edits and of the presets that apply to it now."""
        return fingerprint(self.current(image), image.focus, image.crop, image.rotate, kernel=self.kernel)


def fingerprint(
    specs: Iterable[VariantSpec],
    focus: tuple[int, int] | None = None,
    crop: tuple[int, int, int, int] | None = None,
    rotate: int = 0,
    *,
    kernel: bool = False,
) -> str:
    """Return a hash that changes when any output would change, 16 hex digits.

    Edits that are not used are left out, like unused settings.
    """
    edits = {name: value for name, value in (("crop", crop), ("rotate", rotate)) if value}
    content = msgspec.json.encode(
        [ENGINE_REVISION, kernel, *map(_fingerprinted, specs), *(focus or ()), *([edits] if edits else ())]
    )
    return hashlib.sha256(content).hexdigest()[:16]


def _fingerprinted(spec: VariantSpec) -> dict[str, object]:
    """Return a preset's settings without newer ones that are not used.

    With them, a new setting would make every image out of date.
    """
    values = structs.asdict(spec)
    return {name: value for name, value in values.items() if name in _FIRST or value != _defaults()[name]}


@cache
def _defaults() -> Mapping[str, object]:
    return {field.name: field.default for field in structs.fields(VariantSpec)}
