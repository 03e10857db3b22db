"""Fakes of the ports for erasures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from chalicelib.models import ErasureRequest, Lock, ObjectVersion, Source, StoredOutput
from tests.fakes.storage import FakeOutputStorage, FakeSourceStorage

_NO_VERSION = "null"
_PAGE = 2


@dataclass
class FakeErasureQueue:
    """A queue in memory."""

    requests: list[ErasureRequest] = field(default_factory=list)

    def send(self, request: ErasureRequest) -> None:
        self.requests.append(request)


class _Bucket(Protocol):
    def all(self) -> list[ObjectVersion]: ...

    def drop(self, version: ObjectVersion) -> None: ...

    def hide(self, key: str) -> None: ...


@dataclass
class FakeObjectVersions:
    """All versions in a fake bucket, in pages of two. `locks` are those of locked versions."""

    bucket: _Bucket
    locks: Mapping[ObjectVersion, Lock] = field(default_factory=dict)

    def pages(self, prefix: str) -> Iterable[Sequence[ObjectVersion]]:
        found = sorted(
            (each for each in self.bucket.all() if each.key.startswith(prefix)),
            key=lambda each: each.key.encode(),
        )
        for start in range(0, max(len(found), 1), _PAGE):
            yield found[start : start + _PAGE]

    def remove(self, version: ObjectVersion) -> Lock | None:
        if version in self.locks:
            return self.locks[version]
        self.bucket.drop(version)
        return None

    def hide(self, key: str) -> None:
        self.bucket.hide(key)


@dataclass
class SourceVersions:
    """The versions in a fake of the upload bucket."""

    storage: FakeSourceStorage

    def all(self) -> list[ObjectVersion]:
        versions = [ObjectVersion(key=key, version_id=id_) for key, id_ in self.storage.history]
        unversioned = [key for key, each in self.storage.objects.items() if each.source.version_id is None]
        return versions + [ObjectVersion(key=key, version_id=_NO_VERSION) for key in unversioned]

    def drop(self, version: ObjectVersion) -> None:
        if version.version_id == _NO_VERSION:
            self.storage.objects.pop(version.key, None)
            return
        removed = self.storage.history.get((version.key, version.version_id))
        gone = Source(etag="", version_id=version.version_id) if removed is None else removed.source
        self.storage.remove_version(version.key, gone)

    def hide(self, key: str) -> None:
        self.storage.delete(key)


@dataclass
class OutputVersions:
    """The versions in a fake of the processed bucket."""

    storage: FakeOutputStorage
    hidden: set[str] = field(default_factory=set)

    def all(self) -> list[ObjectVersion]:
        return [ObjectVersion(key=each.key, version_id=each.version_id) for each in self.storage.stored]

    def drop(self, version: ObjectVersion) -> None:
        self.storage.remove([StoredOutput(key=version.key, version_id=version.version_id)])

    def hide(self, key: str) -> None:
        self.hidden.add(key)
