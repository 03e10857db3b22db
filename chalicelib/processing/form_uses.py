"""Use case: refuse or count the uploads for which a form is used again.

A form allows any number of uploads until it expires, and S3 cannot limit them. The first one is free, since
the form has been counted. The record lists the versions that were admitted (see domain.form_use), so that
repeated events count nothing twice. A crash between listing and counting a version makes it free.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.config.enums import FormReuse
from chalicelib.domain import form_use
from chalicelib.domain.form_use import FormUse
from chalicelib.errors import FormUsed, ObjectNotFound, QuotaExceeded, ServiceUnavailable
from chalicelib.models import Image, Source
from chalicelib.ports import ImageStore, OwnerQuotas, SourceObject, SourceStorage
from chalicelib.ports.observer import Observer

# An upload that began before the form expired can end later. After that, versions with the form's metadata
# are copies that an operator made.
_LONGEST_UPLOAD = timedelta(days=1)

# Versions that one run removes. Each has an event of its own, so few are left for a run to find.
_MAX_REMOVED = 20

_UNWANTED = frozenset({FormUse.REPEATED, FormUse.REFUSED})


class Superseded(Exception):
    """Another run has claimed the record since."""


class FormUses(Struct, frozen=True, kw_only=True):
    """Decides about the versions of a form's object. `form_lifetime` is in seconds."""

    reuse: FormReuse
    form_lifetime: int
    store: ImageStore
    sources: SourceStorage
    quotas: OwnerQuotas
    observer: Observer

    def screen(self, image: Image, version: Source) -> FormUse:
        """Return how this version uses its form. If it is repeated or refused, remove it.

        This needs no claim: such a version never becomes an admitted one.
        """
        use = self._judge(image, version)
        if use not in _UNWANTED:
            return use
        try:
            opened = self.sources.open_version(image.key, version)
        except ObjectNotFound:
            return use  # It has been removed already.
        if not self._is_by_form(image, opened) or not self._can_remove(image):
            return FormUse.ADMITTED  # Whether it is the newest version is known after the claim.
        self._remove(image, opened.source)
        return use

    def admit(self, image: Image, version: Source | None) -> Image:
        """List and count the version that an event was about, even if it is not the newest any more.

        Return the record, which is claimed, with the version. Raises Superseded, ServiceUnavailable, and
        QuotaExceeded if the version has overwritten the others.
        """
        use = self._judge(image, version) if version is not None else None
        if version is not None and use is FormUse.FURTHER:
            with suppress(ObjectNotFound):
                return self._admit(image, self.sources.open_version(image.key, version)) or image
        elif version is not None and use in _UNWANTED:
            self._count_run(image, version)
        return image

    def open(self, image: Image, open_newest: Callable[[str], SourceObject]) -> tuple[Image, SourceObject]:
        """Open the newest version that may be processed; return it with the record that lists it.

        The record is claimed. Raises ObjectNotFound, Superseded, ServiceUnavailable, and QuotaExceeded if the
        newest version has overwritten the others.
        """
        for _ in range(_MAX_REMOVED):
            opened = open_newest(image.key)
            admitted = self._admit(image, opened)
            if admitted is not None:
                return admitted, opened
        raise ServiceUnavailable(f"The form was used more than {_MAX_REMOVED} times at once")

    def _count_run(self, image: Image, version: Source) -> None:
        """Count a run about an unwanted version as an attempt, and remove the version.

        It has claimed the record at the same time as the run about the first version, so it renders the first
        one again. Otherwise, many uploads at the same time would be rendered for the price of one.
        """
        with suppress(ObjectNotFound):
            opened = self.sources.open_version(image.key, version)
            if not self._is_by_form(image, opened) or not self._can_remove(image):
                return
            self._remove(image, opened.source)
        self.quotas.charge_attempt(image.owner)

    def _admit(self, image: Image, opened: SourceObject) -> Image | None:
        """Return the record that lists this version, or None if the version was removed."""
        if image.upload_policy is None:
            return image
        by_form = self._is_by_form(image, opened)
        use = self._judge(image, opened.source) if by_form else FormUse.ADMITTED
        if use in _UNWANTED and self._can_remove(image):
            self._remove(image, opened.source)
            return None
        listed = replace(image, form_versions=form_use.admit(image, opened.source, by_form=by_form))
        if listed == image:
            return image
        if not self.store.set_form_versions(listed):
            raise Superseded
        if use in {FormUse.FURTHER, FormUse.REFUSED} and not self._count(image, opened.source):
            return None
        return listed

    def _count(self, image: Image, version: Source) -> bool:
        """Count the version; return False if the quota is used up, so that the version was removed."""
        try:
            self.quotas.charge_rendering(image.owner, version.size)
        except QuotaExceeded as error:
            self.observer.ended(image.id, "refused", error.code)
            if not self._can_remove(image):
                raise
            self.sources.remove_version(image.key, version)
            return False
        return True

    def _can_remove(self, image: Image) -> bool:
        """Return whether removing a version brings back the file that used the form before, or a deletion."""
        before = form_use.newest_use(image)
        if before is None:
            return True
        try:
            self.sources.open_version(image.key, before)
        except ObjectNotFound:
            return False
        return True

    def _remove(self, image: Image, version: Source) -> None:
        self.sources.remove_version(image.key, version)
        self.observer.ended(image.id, "refused", FormUsed.code)

    def _judge(self, image: Image, version: Source) -> FormUse:
        return form_use.judge(image, version, reusable=self.reuse is FormReuse.CHARGE)

    def _is_by_form(self, image: Image, opened: SourceObject) -> bool:
        latest = image.created_at + timedelta(seconds=self.form_lifetime) + _LONGEST_UPLOAD
        stored = opened.last_modified
        return opened.image_id == image.id and stored is not None and stored <= latest
