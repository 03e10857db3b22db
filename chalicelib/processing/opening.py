"""Use case: after the claim of a record, open the version of its object that is to be processed."""

from msgspec import Struct

from chalicelib.domain import transitions
from chalicelib.errors import ObjectNotFound, QuotaExceeded
from chalicelib.models import Image, Result, Source
from chalicelib.ports import SourceObject
from chalicelib.processing.charges import Charges
from chalicelib.processing.form_uses import FormUses, Superseded
from chalicelib.processing.steps import Steps


class Opening(Struct, frozen=True, kw_only=True):
    """Opens the newest version that its form and its owner's quota allow."""

    steps: Steps
    form_uses: FormUses
    charges: Charges

    def open(
        self, image: Image, before: Image | None, hint: Source | None
    ) -> tuple[Image, SourceObject] | Result:
        """Return the object with the claimed record, or a result if there is nothing to render.

        `before` is the record as it was before the claim, `hint` the version that the event was about.
        Raises ServiceUnavailable.
        """
        exhausted = self.charge(image, before)
        if exhausted is not None:
            return exhausted
        try:
            # Apart from `open`, so that a tombstone lists the version, too.
            image = self.form_uses.admit(image, hint)
            image, source_object = self.form_uses.open(image, self.steps.open)
        except ObjectNotFound:
            return self.steps.missing(image)
        except Superseded:
            return Result(image=image)  # Its revision is outdated, so it cannot be committed.
        except QuotaExceeded as error:
            return _unchanged(image) if image.source is not None else self._out_of_quota(image, error)
        return _unchanged(image) if self._is_outdated(image, source_object, hint) else (image, source_object)

    def charge(self, image: Image, before: Image | None) -> Result | None:
        """Count the attempt if an earlier one failed. If the quota is used up, return the result."""
        try:
            self.charges.attempt(image, before)
        except QuotaExceeded as error:
            return self._out_of_quota(image, error)
        return None

    def _is_outdated(self, image: Image, newest: SourceObject, hint: Source | None) -> bool:
        """Return whether the event was about another version, while the record describes the newest one."""
        return (
            hint is not None
            and not transitions.is_same_version(newest.source, hint)
            and transitions.matches(image, newest.source, self.steps.fingerprint(image))
        )

    def _out_of_quota(self, image: Image, error: QuotaExceeded) -> Result:
        try:
            source = self.steps.open(image.key).source
        except ObjectNotFound:
            return self.steps.missing(image)
        return self.steps.rejected(image, source, transitions.failure(error))


def _unchanged(image: Image) -> Result:
    return Result(image=transitions.restored(image), unchanged=True)
