"""Variants on demand in the world: which versions there were, and which files show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from chalicelib.domain import keys
from chalicelib.domain.on_demand.versions import current_version, current_versions
from chalicelib.domain.presets import Presets
from chalicelib.errors import CorruptImage
from chalicelib.models import (
    Image,
    ImageInfo,
    OnDemandPolicy,
    Rendered,
    Resize,
    StoredOutput,
    VariantPlan,
    VariantSpec,
)
from tests.fakes import FakeEngine, FakeOutputStorage

# Two variants, so that a run can crash between storing them.
PRESETS = Presets(
    presets=(
        VariantSpec(name="small", width=100, height=100),
        VariantSpec(name="large", width=200, height=200),
    ),
    default=("small", "large"),
    on_demand=OnDemandPolicy(widths=(100,), ratios=("1:1",), formats=("webp",)),
)
BROKEN = b"broken"
SIZE = Resize(width=100, height=100, format="webp")


class FocusedEngine(FakeEngine):
    """Renders crops so that they show their focal point, and only the first variant of broken files."""

    def encoded(self, content: bytes, info: ImageInfo, plan: VariantPlan) -> Rendered:
        if BROKEN in content and plan.spec.name == PRESETS.presets[-1].name:
            raise CorruptImage("broken")
        variant = super().encoded(content, info, plan)
        focus = plan.focus if plan.spec.fit == "cover" else None
        return replace(variant, content=variant.content + _around(focus))


def version_of(record: Image | None) -> str | None:
    """Return the version in the addresses of the image."""
    return current_version(record, SIZE, PRESETS) if record is not None else None


def expected_file(record: Image, source: bytes) -> bytes:
    """Return the file that a request for the current version has to lead to."""
    focus = None if record.focus is None else (record.focus[0] / 1000, record.focus[1] / 1000)
    return source + b" as 100x100" + _around(focus)


def is_rendition(key: str) -> bool:
    """Return whether this is the key of a file that was rendered on demand."""
    return key.startswith("d/")


def is_current(record: Image | None, key: str) -> bool:
    """Return whether this is the key of a file on demand that requests can lead to now."""
    if record is None:
        return False
    prefix = keys.rendition_prefix(record.id)
    return any(key.startswith(f"{prefix}{version}/") for version in current_versions(record, PRESETS))


def is_of(record: Image, key: str) -> bool:
    """Return whether this is the key of a variant, or a current file on demand, of the record's outcome."""
    if is_current(record, key):
        return True
    if record.source is None or record.fingerprint is None:
        return False
    return f"/{keys.version(record.source, record.fingerprint)}/" in key


def shows(versions: Mapping[str, bytes], key: str, content: bytes) -> bool:
    """Return whether a file shows the version that its key names. `versions` are the expected files."""
    return versions.get(key.split("/")[2]) == content


def too_late(written: Iterable[object], late: frozenset[StoredOutput]) -> frozenset[StoredOutput]:
    """Return what a run has stored on demand after the version had gone."""
    return late & {each for each in written if isinstance(each, StoredOutput)}


@dataclass(frozen=True)
class Viewer:
    """A browser that fetches files from the processed bucket."""

    outputs: FakeOutputStorage
    versions: Mapping[str, bytes]

    def fetch(self, key: str) -> bool | None:
        """Return whether the file shows the version that its key names, None if it is not there."""
        newest = self.outputs.newest(key)
        return None if newest is None else shows(self.versions, key, self.outputs.stored[newest])


def _around(focus: tuple[float, float] | None) -> bytes:
    return b"" if focus is None else b" around %f, %f" % focus
