"""The invariants of a form that is used more than once."""

from chalicelib.config.enums import FormReuse
from chalicelib.models import Status
from tests.model.violation import require
from tests.model.world import World


def check_one_use(world: World) -> None:
    """Check that a form whose image was ready shows no other image if forms may not be used again."""
    if world.form is None or world.features.form_reuse is FormReuse.CHARGE or not world.sources.versioned:
        return
    shown = {source.etag for source in world.store.published if source in world.sources.by_form}
    require(len(shown) <= 1, "the form was used for two images")


def check_charges(world: World) -> None:
    """Check that each rendered use of a form but the first counted as one image, and nothing counted twice.

    A crash between listing and counting a version makes it free, and a counter can count a failed call.
    """
    if world.form is None or world.faults or not world.sources.versioned:
        return
    uses = [source for source in world.sources.by_form if source in world.store.published]
    counted = world.usage.renderings
    require(counted >= len(uses) - 1, "a form was used again for free")
    require(counted <= max(0, len(world.sources.by_form) - 1), "a use of a form counted twice")


def check_refused_are_gone(world: World) -> None:
    """Check that all versions that are left in the bucket were admitted.

    Nobody looks at a version whose event was lost, or whose runs all crashed, once there is a newer one.
    """
    record = world.record
    if record is None or world.form is None or world.dead_letters or world.lost_events:
        return
    if record.status is Status.PENDING:
        return
    admitted = {entry.partition(":")[2] for entry in record.form_versions}
    left = {found.source for found in world.sources.history.values() if found is not None}
    unseen = [each for each in left.intersection(world.sources.by_form) if each.version_id not in admitted]
    require(not unseen, "the bucket keeps versions that were never admitted")
