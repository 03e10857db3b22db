"""Bring rows up to date whose images were not ready when they were saved."""

from darkroom import NotFoundError, Status
from darkroom.django import clients, events
from darkroom.django.fields import DarkroomImageField
from darkroom.django.values import DarkroomImage

_UNFINISHED = (Status.PENDING, Status.PROCESSING)


def refresh_all() -> int:
    """Update all fields of the project; return the number of rows. Raises DarkroomError, ValueError."""
    return sum(_refresh(field) for field in events.image_fields())


def _refresh(field: DarkroomImageField) -> int:
    unfinished = {f"{field.name}__status__in": _UNFINISHED}
    rows = events.rows_of(field).filter(**unfinished).values_list(field.name, flat=True)
    known = {image.id: image for image in rows}
    return sum(_update(field, image) for image in known.values())


def _update(field: DarkroomImageField, known: DarkroomImage) -> int:
    current = _current(known)
    # A webhook that arrives in the meantime has a newer state.
    return events.set_field(field, current, {"revision": known.revision}) if current != known else 0


def _current(known: DarkroomImage) -> DarkroomImage:
    try:
        image = clients.client().get(known.id)
    except NotFoundError:
        return DarkroomImage(
            id=known.id, status=Status.DELETED, revision=known.revision, created_at=known.created_at
        )
    return DarkroomImage.of(image, revision=known.revision)
