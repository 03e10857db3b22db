"""Fakes of what is due."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter

from chalicelib.models import DueItem, DueKind, RetiredOutput, StoredOutput
from tests.fakes.store import FakeImageStore


@dataclass
class FakeRetirementStore:
    """A table in memory. `lists` are the retired outputs of each image that has any."""

    lists: dict[str, tuple[RetiredOutput, ...]] = field(default_factory=dict)

    def get(self, image_id: str) -> Sequence[RetiredOutput]:
        return self.lists.get(image_id, ())

    def replace(self, image_id: str, before: Sequence[RetiredOutput], after: Sequence[RetiredOutput]) -> bool:
        if tuple(self.get(image_id)) != tuple(before):
            return False
        self.lists.pop(image_id, None)
        if after:
            self.lists[image_id] = tuple(after)
        return True

    @property
    def outputs(self) -> set[StoredOutput]:
        """All retired outputs."""
        return {each.output for listed in self.lists.values() for each in listed}


@dataclass
class FakeDueItems:
    """An index of both tables that is always up to date."""

    store: FakeImageStore
    retired: FakeRetirementStore

    def due(self, before: datetime, limit: int) -> Sequence[DueItem]:
        images = (
            (image.due_at, DueItem(kind=DueKind.IMAGE, image_id=image.id))
            for image in self.store.images.values()
            if image.due_at is not None
        )
        retired = (
            (min(each.due_at for each in listed), DueItem(kind=DueKind.RETIRED_OUTPUTS, image_id=image_id))
            for image_id, listed in self.retired.lists.items()
        )
        due = sorted((pair for pair in (*images, *retired) if pair[0] < before), key=itemgetter(0))
        return [item for _, item in due[:limit]]
