"""Bring the database up to date with the events of webhooks."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.core.cache import caches
from django.db import router
from django.db.models import Q, QuerySet

from darkroom import Status
from darkroom.django import conf, documents, signals
from darkroom.django.fields import DarkroomImageField
from darkroom.django.values import DarkroomImage
from darkroom.webhooks import WebhookEvent

# Darkroom repeats an event for no longer than this.
_SEEN_SECONDS = 5 * 86_400
# A process that handles an event for longer than this was stopped: the event is handled again.
_RUNNING_SECONDS = 60
_RUNNING, _DONE = "running", "done"


class AlreadyRunning(Exception):
    """Another process handles the same event. Darkroom has to repeat it, in case that process is stopped."""


def apply(event: WebhookEvent, event_id: str) -> None:
    """Update the rows that have the event's image, and send a signal, unless that was done before.

    Raises AlreadyRunning.
    """
    signal = signals.BY_TYPE.get(event.type)
    if signal is None:
        return
    cache, seen = caches[conf.cache_alias()], f"darkroom:event:{event_id}"
    if not cache.add(seen, _RUNNING, _RUNNING_SECONDS):
        if cache.get(seen) != _DONE:
            raise AlreadyRunning
        return
    try:
        signal.send(sender=DarkroomImage, event=event, rows=_update_rows(event))
    except BaseException:
        cache.delete(seen)
        raise
    cache.set(seen, _DONE, _SEEN_SECONDS)


def image_fields() -> Iterator[DarkroomImageField]:
    """Yield the fields of all models of the project."""
    for model in apps.get_models():
        yield from (each for each in model._meta.local_fields if isinstance(each, DarkroomImageField))  # noqa: SLF001 - a public API of Django


def _update_rows(event: WebhookEvent) -> int:
    """Store the state of the event in all rows with an older one; return their number."""
    if event.image is None:
        # Nothing of an erased image must stay, such as its filename, or come back with an older event.
        revision = int(event.data.get("revision", 0))
        gone = DarkroomImage(
            id=str(event.data["id"]), status=Status.DELETED, revision=revision, created_at=event.timestamp
        )
        return _set(gone)
    image = DarkroomImage.of(event.image, revision=event.image.revision)
    # A new image with the id of one that was deleted more than a week ago begins with revision 1.
    return _set(image, revision__lt=image.revision, created_at__lt=image.to_json()["created_at"])


def _set(image: DarkroomImage, **conditions: object) -> int:
    documents.forget(image.id)
    return sum(set_field(field, image, conditions) for field in image_fields())


def set_field(field: DarkroomImageField, image: DarkroomImage, conditions: Mapping[str, object]) -> int:
    """Store an image in the rows that have it and meet any of the conditions; return their number.

    Without conditions, all of them do. It takes one statement, so that events that arrive together cannot
    overwrite each other.
    """
    found = Q(*((f"{field.name}__{name}", value) for name, value in conditions.items()), _connector=Q.OR)
    return rows_of(field).filter(found, **{f"{field.name}__id": image.id}).update(**{field.name: image})


def rows_of(field: DarkroomImageField) -> QuerySet[Any]:
    """Return all rows of the model that has the field."""
    manager = field.model._base_manager  # noqa: SLF001 - a public API of Django
    return manager.using(router.db_for_write(field.model))
