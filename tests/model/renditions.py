"""Variants on demand in the world: which versions there were, which files are current, and who views them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.domain import keys
from chalicelib.domain.on_demand.versions import current_version, current_versions
from chalicelib.domain.presets import Presets
from chalicelib.models import Image, OnDemandPolicy, Resize, StoredOutput, VariantSpec
from tests.fakes import FakeOutputStorage

# Two variants, so that a run can crash between storing them.
PRESETS = Presets(
    presets=(
        VariantSpec(name="small", width=100, height=100),
        VariantSpec(name="large", width=200, height=200),
    ),
    default=("small", "large"),
    on_demand=OnDemandPolicy(widths=(100,), formats=("webp",)),
)
SIZE = Resize(width=100, format="webp")
_SUFFIX = b" as 100"


def version_of(record: Image | None) -> str | None:
    """Return the version in the addresses of the image."""
    return current_version(record, SIZE, PRESETS) if record is not None else None


def is_rendition(key: str) -> bool:
    """Return whether this is the key of a file that was rendered on demand."""
    return key.startswith("d/")


def is_current(record: Image | None, key: str) -> bool:
    """Return whether this is the key of a file on demand that requests can lead to now."""
    if record is None:
        return False
    prefix = keys.rendition_prefix(record.id)
    return any(key.startswith(f"{prefix}{version}/") for version in current_versions(record, PRESETS))


def shows(etags: Mapping[str, str], key: str, content: bytes) -> bool:
    """Return whether a file shows the version that its key names. `etags` are those of sources by version."""
    etag = hashlib.md5(content.removesuffix(_SUFFIX), usedforsecurity=False).hexdigest()
    return etags.get(key.split("/")[2]) == etag


def too_late(written: Iterable[object], late: frozenset[StoredOutput]) -> frozenset[StoredOutput]:
    """Return what a run has stored on demand after the version had gone."""
    return late & {each for each in written if isinstance(each, StoredOutput)}


@dataclass(frozen=True)
class Viewer:
    """A browser that fetches files from the processed bucket."""

    outputs: FakeOutputStorage
    etags: Mapping[str, str]

    def fetch(self, key: str) -> bool | None:
        """Return whether the file shows the version that its key names, None if it is not there."""
        newest = self.outputs.newest(key)
        return None if newest is None else shows(self.etags, key, self.outputs.stored[newest])
