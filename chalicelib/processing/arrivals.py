"""Use case: decide from the record whether an event needs a run, before anything is claimed."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain import form_use, transitions
from chalicelib.domain.form_use import FormUse
from chalicelib.errors import ObjectNotFound
from chalicelib.models import Image, Source, Status
from chalicelib.ports.observer import Observer
from chalicelib.processing.form_uses import FormUses
from chalicelib.processing.steps import Steps


@dataclass(frozen=True, kw_only=True)
class Arrivals:
    """Finds the events that need no run. `complete` finishes what a run left undone after its commit.

    A run that claims after these checks also reads after them, so nothing is missed.
    """

    steps: Steps
    form_uses: FormUses
    observer: Observer
    complete: Callable[[Image], None]

    def is_removed_use(self, image: Image | None, version_id: str | None) -> bool:
        """Return whether a version was removed that no run has processed, such as a refused use of a form."""
        return image is not None and version_id is not None and form_use.is_foreign(image, version_id)

    def is_settled(self, image: Image | None) -> bool:
        """Return whether the record describes the object as it is now, also if there is none."""
        if image is None or not image.status.terminal:
            return False
        # Only for a deletion, a single wrong response would be believed: otherwise, a run looks again.
        is_deleted = image.status is Status.DELETED
        find = self.steps.open if is_deleted else self.steps.sources.open
        try:
            newest = find(image.key).source
        except ObjectNotFound:
            return is_deleted and self._complete(image)
        return self.is_up_to_date(image, newest)

    def is_up_to_date(self, image: Image | None, version: Source) -> bool:
        """Return whether the record describes this version."""
        if image is None or not transitions.is_up_to_date(image, version, self.steps.fingerprint(image)):
            return False
        return self._complete(image)

    def use(self, image: Image | None, version: Source) -> FormUse:
        """Return how this version uses its form. A repeated or refused one has been removed."""
        if image is None or image.upload_policy is None:
            return FormUse.ADMITTED
        return self.form_uses.screen(image, version)

    def _complete(self, image: Image) -> bool:
        self.observer.received(image.id, image.key)
        self.complete(image)
        self.observer.ended(image.id, "duplicate")
        return True
