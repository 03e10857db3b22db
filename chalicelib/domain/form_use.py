"""How a version of an object uses the upload form that it was sent with. Pure.

A form can be used again until it expires. Its record lists the versions that were admitted, as
`{etag}:{version id}`. Versions that other tools stored under the key use no form, so they are listed without
an ETag. `{etag}:deleted` follows after a deletion.
"""

from collections.abc import Sequence
from enum import StrEnum

from chalicelib.domain import transitions
from chalicelib.models import Image, Source, Status

# Versions beyond this number are forgotten, the oldest first, so that records stay small.
MAX_VERSIONS = 20

# Files that one form admits without FORM_REUSE=charge, so that whoever has a form cannot use up its owner's
# quota with files that fail.
MAX_USES = 5

_DELETED = "deleted"


class FormUse(StrEnum):
    """How a version uses its form. A `further` one counts as one more image, a `refused` one is removed.

    A `repeated` one has the same bytes as the newest use, so it is removed, and the image stays as it is.
    """

    FIRST = "first"
    ADMITTED = "admitted"
    REPEATED = "repeated"
    FURTHER = "further"
    REFUSED = "refused"


def judge(image: Image, source: Source, *, reusable: bool) -> FormUse:
    """Return how this version uses the form of the image. `reusable` forms accept other files.

    Other forms can be used again after their image has failed, a few times, so that the user can correct the
    file, and in a bucket without versioning, where the earlier file is already overwritten.
    """
    uses = list(map(_parsed, _uses(image.form_versions)))
    # Without its id, an earlier version cannot be told from the same file that was uploaded again.
    known = uses if source.version_id is not None else uses[-1:]
    if any(etag == source.etag and _is_same_id(version_id, source) for etag, version_id in known):
        return FormUse.ADMITTED
    if not uses:
        return FormUse.FIRST
    etag, version_id = uses[-1]
    is_same = source.etag == etag
    if is_same and version_id != _DELETED and not transitions.was_given_up(image):
        return FormUse.REPEATED
    if reusable or source.version_id is None:
        return FormUse.FURTHER
    can_be_corrected = is_same or image.error is not None
    return FormUse.FURTHER if can_be_corrected and _number(uses) < MAX_USES else FormUse.REFUSED


def of(image: Image | None, version: Source | None) -> Source | None:
    """Return the version if its image has a form that it can have used."""
    return version if image is not None and image.upload_policy is not None else None


def newest_use(image: Image) -> Source | None:
    """Return the version that used the form last, None if the image was deleted since."""
    etag, version_id = _parsed(_uses(image.form_versions)[-1])
    return None if version_id == _DELETED else Source(etag=etag, version_id=version_id or None)


def entry(source: Source) -> str:
    """Return the entry of a version that was sent with the form. Not every event contains the version id."""
    return f"{source.etag}:{source.version_id or ''}"


def admit(image: Image, source: Source, *, by_form: bool) -> tuple[str, ...]:
    """Return the record's list with this version as the newest one."""
    new = entry(source) if by_form else f":{source.version_id or ''}"
    if image.form_versions[-1:] == (new,):
        return image.form_versions
    replaced = {new, entry(source), entry(Source(etag=source.etag))}
    return (*(each for each in image.form_versions if each not in replaced), new)[-MAX_VERSIONS:]


def after_deletion(versions: tuple[str, ...]) -> tuple[str, ...]:
    """Return the list after the object was deleted. Versions with an id can be restored, others cannot."""
    uses = _uses(versions)
    if not uses:
        return ()
    kept = (each for each in versions if _parsed(each)[1] not in {"", _DELETED})
    return (*kept, f"{_parsed(uses[-1])[0]}:{_DELETED}")[-MAX_VERSIONS:]


def is_foreign(image: Image, version_id: str) -> bool:
    """Return whether no run can have processed this version of a form's object: it was never admitted."""
    if not image.form_versions or image.status is Status.DELETED:
        # The version can be a delete marker, whose removal restores the object.
        return False
    return {_parsed(each)[1] for each in image.form_versions}.isdisjoint({"", version_id})


def _uses(versions: tuple[str, ...]) -> list[str]:
    return [each for each in versions if not each.startswith(":")]


def _number(uses: Sequence[tuple[str, str]]) -> int:
    return sum(version_id != _DELETED for _, version_id in uses)


def _parsed(version: str) -> tuple[str, str]:
    etag, _, version_id = version.partition(":")
    return etag, version_id


def _is_same_id(version_id: str, source: Source) -> bool:
    if version_id == _DELETED:
        return False
    return not version_id or source.version_id in {None, version_id}
