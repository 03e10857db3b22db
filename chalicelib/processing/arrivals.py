"""Use case: decide from the record whether an event needs a run, before anything is claimed."""

from collections.abc import Callable

from msgspec import Struct

from chalicelib.domain import form_use, transitions
from chalicelib.domain.form_use import FormUse
from chalicelib.errors import ObjectNotFound
from chalicelib.models import Image, Source, Status
from chalicelib.ports.observer import Observer
from chalicelib.processing.form_uses import FormUses
from chalicelib.processing.outcome import Outcome
from chalicelib.processing.steps import Steps

_OUTCOMES = {FormUse.REPEATED: Outcome.DUPLICATE, FormUse.REFUSED: Outcome.REFUSED}


class Arrivals(Struct, frozen=True, kw_only=True):
    """Finds the events that need no run. `complete` finishes what a run left undone after its commit.

    A run that claims after these checks also reads after them, so nothing is missed.
    """

    steps: Steps
    form_uses: FormUses
    observer: Observer
    complete: Callable[[Image], None]

    def settle(
        self, image: Image | None, key: str, hint: Source | None, removed_version: str | None = None
    ) -> Outcome | None:
        """Return how the event about `key` ends without a run, or None if it needs one.

        `hint` is the version that the event was about, `removed_version` the id of one that was removed.
        """
        if image is None:
            return None
        if self._has_erased_record(image):
            return self._settle_erased(image, key)
        if hint is None:
            settled = self._is_removed_use(image, removed_version) or self._is_settled(image)
            return Outcome.DUPLICATE if settled else None
        if self.is_up_to_date(image, hint):
            return Outcome.DUPLICATE
        if image.upload_policy is None:
            return None
        return _OUTCOMES.get(self.form_uses.screen(image, hint))

    def is_up_to_date(self, image: Image, version: Source) -> bool:
        """Return whether the record describes this version; if so, finish what a run left undone."""
        if not transitions.is_up_to_date(image, version, self.steps.fingerprint(image)):
            return False
        self.observer.received(image.id, image.key)
        self.complete(image)
        self.observer.ended(image.id, Outcome.DUPLICATE)
        return True

    def is_erased(self, image: Image, key: str) -> bool:
        """Return whether the image is erased, and there is no new one under its key."""
        return self._has_erased_record(image) and self._settle_erased(image, key) is not None

    def _has_erased_record(self, image: Image) -> bool:
        return image.erasure is not None and image.status is Status.DELETED

    def _settle_erased(self, image: Image, key: str) -> Outcome | None:
        """Return how an event about an erased image ends. An object of other tools is a new image.

        The form of the erased image may still be valid. What is uploaded with it is removed.
        """
        try:
            opened = self.steps.open(key)
        except ObjectNotFound:
            return Outcome.ERASED
        if image.erasing:
            return Outcome.ERASING
        if opened.image_id != image.id:
            return None
        self.steps.sources.remove_version(key, opened.source)
        return Outcome.ERASED

    def _is_removed_use(self, image: Image, version_id: str | None) -> bool:
        """Return whether the version is one that no run has processed, such as a refused use of a form."""
        return version_id is not None and form_use.is_foreign(image, version_id)

    def _is_settled(self, image: Image) -> bool:
        """Return whether the record describes the object as it is now.

        Claiming the record just because of a removal would show the image to its owner as `processing`.
        """
        if image.status is Status.DELETED:
            return self._is_gone(image)
        if not image.status.terminal:
            return False
        try:
            newest = self.steps.sources.open(image.key).source
        except ObjectNotFound:
            return False
        return self.is_up_to_date(image, newest)

    def _is_gone(self, tombstone: Image) -> bool:
        """Return whether the object of this tombstone still does not exist."""
        try:
            self.steps.open(tombstone.key)
        except ObjectNotFound:
            self.complete(tombstone)
            return True
        return False
