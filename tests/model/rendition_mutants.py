"""Classes that break one rule each about variants on demand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.domain.retirement import must_go_at_once
from chalicelib.erasure.erasures import Erasures, Outcome
from chalicelib.models import (
    ErasureRequest,
    Image,
    RenderingInput,
    RenderingOutput,
    Rendition,
    StoredOutput,
)
from chalicelib.on_demand.rendering import OnDemandRendering
from chalicelib.on_demand.single_rendering import SingleRendering
from chalicelib.processing.cleanup import Cleanup
from tests.model.renditions import is_rendition
from tests.model.services import CachedOutputs, LaggingStore


class NeverReadsAgain(OnDemandRendering, frozen=True):
    """Relies on what the record was before the rendering."""

    def _checked(self, rendition: Rendition, output: StoredOutput | None) -> RenderingOutput:
        del rendition, output
        return RenderingOutput(outcome="stored")


@dataclass
class CachedReads:
    """Reads each record once."""

    store: Any
    seen: dict[str, Image | None] = field(default_factory=dict)

    def get(self, image_id: str) -> Image | None:
        if image_id not in self.seen:
            self.seen[image_id] = self.store.get(image_id)
        return self.seen[image_id]


class ReadsAgainFromCache(OnDemandRendering, frozen=True):
    def run(self, request: RenderingInput, deadline: Deadline = NO_DEADLINE) -> RenderingOutput:
        cached: Any = CachedReads(self.store)
        return OnDemandRendering.run(replace(self, store=cached), request, deadline)


class LaggingReads(LaggingStore):
    """Can also be read eventually consistently, which shows the state when the index last caught up."""

    def get_eventually(self, image_id: str) -> Image | None:
        return self.index.get(image_id)


@dataclass
class ConsistentOnce:
    """Reads records eventually consistently after the first time."""

    store: Any
    reads: int = 0

    def get(self, image_id: str) -> Image | None:
        self.reads += 1
        read = self.store.get if self.reads == 1 else self.store.get_eventually
        found: Image | None = read(image_id)
        return found


class ReadsAgainEventually(OnDemandRendering, frozen=True):
    def run(self, request: RenderingInput, deadline: Deadline = NO_DEADLINE) -> RenderingOutput:
        eventual: Any = ConsistentOnce(self.store)
        return OnDemandRendering.run(replace(self, store=eventual), request, deadline)


class RendersWhateverIsCurrent(OnDemandRendering, frozen=True):
    """Does not compare the versions before it renders, only afterwards."""

    def _stored(self, rendition: Rendition, deadline: Deadline) -> RenderingOutput:
        image = self.store.get(rendition.image_id)
        if image is None or image.source is None:
            return RenderingOutput(outcome="outdated")
        rendered = self._rendered(image, rendition, self._read(image, image.source), deadline)
        return self._checked(rendition, self._put(image, rendition, rendered))


class CountsAfterwards(SingleRendering, frozen=True):
    """Counts a rendering only once it has ended, so that a cleanup does not know of it before."""

    def _charge(self, image: Image, claim: Any) -> None:
        del image, claim

    def _invoke(self, image: Image, claim: Any) -> RenderingOutput:
        output = super()._invoke(image, claim)
        super()._charge(image, claim)
        return output


@dataclass
class KeysWithoutVersion(CachedOutputs):
    """Stores each file on demand under the key of the first version, which `first` has by image."""

    first: dict[str, str] = field(default_factory=dict)

    def put(
        self, key: str, content: bytes, *, content_type: str, disposition: str, cache_tag: str
    ) -> StoredOutput:
        if is_rendition(key):
            self.first.setdefault(*key.split("/")[1:3])
        return super().put(
            self._key(key), content, content_type=content_type, disposition=disposition, cache_tag=cache_tag
        )

    def newest(self, key: str) -> StoredOutput | None:
        return super().newest(self._key(key))

    def _key(self, key: str) -> str:
        if not is_rendition(key):
            return key
        folder, image_id, version, file = key.split("/")
        return "/".join((folder, image_id, self.first.get(image_id, version), file))


class KeepsRenditions(Cleanup, frozen=True):
    """Removes only what is rendered at upload."""

    def _stale(self, image: Image, listed: Sequence[StoredOutput]) -> Sequence[StoredOutput]:
        return [each for each in super()._stale(image, listed) if not is_rendition(each.key)]


class RetiresRenditions(Cleanup, frozen=True):
    """Lets files on demand wait like others."""

    def _clear(self, image_id: str, image: Image | None, outputs: Sequence[StoredOutput]) -> bool:
        if must_go_at_once(image) or not outputs:
            return super()._clear(image_id, image, outputs)
        self.retirement.retire(image_id, outputs)
        return True


class NoRenderings:
    """Claims that no rendering is running."""

    def may_run(self, image_id: str, now: datetime) -> bool:
        del image_id, now
        return False


class IgnoresRenderings(Cleanup, frozen=True):
    def finish(self, image: Image) -> Image:
        return Cleanup.finish(replace(self, renderings=NoRenderings()), image)


class ErasesDespiteRenderings(Erasures, frozen=True):
    def run(self, request: ErasureRequest, deadline: Deadline) -> Outcome:
        return Erasures.run(replace(self, renderings=NoRenderings()), request, deadline)
