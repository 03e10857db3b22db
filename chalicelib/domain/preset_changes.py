"""Which presets an operator gives to images that exist, and what an image gains and loses by a run."""

from collections import Counter
from collections.abc import Collection, Sequence

from msgspec import Struct

from chalicelib.domain.presets import Presets
from chalicelib.models import Image, Variant, VariantSpec


class PresetChange(Struct, frozen=True, kw_only=True):
    """The names of presets to add and to remove, or `only` the ones that images keep.

    A removed preset need not exist any more.
    """

    add: frozenset[str] = frozenset()
    remove: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()

    def requested(self, image: Image, presets: Presets) -> tuple[str, ...]:
        """Return the names to request for an image. They stay the same if its presets do.

        An image that has none left gets the default ones, without those that are removed.
        """
        before = {spec.name for spec in presets.current(image)}
        after = self.only or (before | self.add) - self.remove
        after = after or set(presets.default_for(image.key)) - self.remove
        if after == before:
            return image.requested
        return tuple(spec.name for spec in presets.presets if spec.name in after)

    def leaves_nothing(self, presets: Presets) -> bool:
        """Return whether images could be left without any preset, because all default ones are removed."""
        defaults = (presets.default, *presets.prefixes.values())
        return not self.add and any(self.remove.issuperset(names) for names in defaults)

    def permits(self, lost: Collection[str]) -> bool:
        """Return whether images may lose these variants."""
        return bool(self.only) or self.remove.issuperset(lost)


NO_CHANGE = PresetChange()


class VariantChanges(Struct, frozen=True, kw_only=True):
    """What a run does to the variants of an image.

    `gained` and `lost` are names. `rendered` is the number of files that the run stores, `added` the number
    of those that the image does not have yet. `files` and `bytes` are those that it has.
    """

    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    rendered: int = 0
    added: int = 0
    files: int = 0
    bytes: int = 0


def variant_changes(specs: Sequence[VariantSpec], variants: Sequence[Variant]) -> VariantChanges:
    """Compare the presets that apply to an image with its variants."""
    existing = Counter(variant.name for variant in variants)
    wanted = {spec.name: spec.variant_count for spec in specs}
    return VariantChanges(
        gained=tuple(name for name in wanted if name not in existing),
        lost=tuple(name for name in existing if name not in wanted),
        rendered=sum(wanted.values()),
        added=sum(max(0, number - existing[name]) for name, number in wanted.items()),
        files=len(variants),
        bytes=sum(variant.size for variant in variants),
    )
