"""The actions that small cases consist of."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from msgspec.structs import replace

from chalicelib.models import ImageMetadata, Status
from tests.model.callers import Deletion
from tests.model.features import SHARES
from tests.model.multipart import OTHER_PART
from tests.model.queues import Neighbors
from tests.model.tasks import MAX_ATTEMPTS, Event
from tests.model.world import World

Action = Callable[[World], None]

# Longer than any schedule lasts.
RETENTION_DAYS = 3650


def put(content: bytes, *, by_form: bool = False) -> Action:
    """Return the action that uploads this content, overwriting any earlier version."""
    return partial(World.upload, content=content, by_form=by_form)


PUT_ONE, PUT_TWO, PUT_TEXT = put(b"image one"), put(b"image two"), put(b"text")
PUT_INDECENT, PUT_BROKEN = put(b"image indecent"), put(b"image broken")
FORM: Action = World.create_form
USE_ONE, USE_TWO = put(b"image one", by_form=True), put(b"image two", by_form=True)
OLD_RECORD: Action = World.crash_under_the_old_id
RENDER_AGAIN: Action = World.render_again
DELETE: Action = World.delete
SETTLE: Action = World.settle
PASS_DAYS: Action = World.pass_days
EXPIRE: Action = World.expire
INTRUDE: Action = World.intrude
SWEEP: Action = World.sweep
RESTORE: Action = World.restore_backup
ERASE: Action = World.erase
VIEW: Action = World.view
REFOCUS: Action = World.refocus
BEGIN_PARTS: Action = World.begin_multipart
PUT_PART_ONE: Action = partial(World.put_part, number=1)
PUT_PART_TWO: Action = partial(World.put_part, number=2)
PUT_OTHER_PART: Action = partial(World.put_part, number=2, content=OTHER_PART)
COMPLETE: Action = World.complete
END_UPLOADS: Action = World.end_uploads
REPEAT_ERASURE: Action = World.repeat_erasure
LIMIT_RETENTION: Action = partial(World.change_retention, days=RETENTION_DAYS)


def delete_through_the_api(world: World) -> None:
    """Let the owner delete the image."""
    if world.record is not None:
        world.start(Deletion(world.key, world.owner))


def describe(world: World) -> None:
    """Let the owner change the metadata."""
    record = world.record
    if record is not None and record.status is not Status.DELETED:
        metadata = ImageMetadata(alt=str(record.metadata_revision + 1))
        world.store.set_metadata(replace(record, metadata=metadata))


def deliver_twice(world: World) -> None:
    """Deliver the oldest event a second time."""
    world.waiting.append(world.waiting[0])


def spend_attempts(world: World) -> None:
    """Make all attempts but the last for each waiting event crash before their first step."""
    world.waiting[:] = [
        Event(task.key, task.source, MAX_ATTEMPTS) if isinstance(task, Event) else task
        for task in world.waiting
    ]


def crowd(world: World) -> None:
    """Let other images of the owner use up the owner's share."""
    world.neighbors = Neighbors(own=SHARES.per_owner, others=1)


def leave(world: World) -> None:
    """Let the runs of all other images end."""
    world.neighbors = Neighbors()


def end_variant(world: World) -> None:
    """Let a variant of the image come to its end."""
    record = world.record
    if record is not None and record.variants:
        ended = replace(record.variants[0], expires_at=world.clock() - timedelta(seconds=1))
        world.store.images[record.id] = replace(record, variants=(ended, *record.variants[1:]))
        world.ended = 1
