"""The invariants of erased images."""

from chalicelib.models import Status
from tests.model.violation import require
from tests.model.world import World


def check_not_back(world: World) -> None:
    """Check that no version is shown that was stored when the erasure was requested."""
    record = world.record
    if record is not None and record.status in {Status.READY, Status.FAILED} and record.source is not None:
        require(record.source.version_id not in world.erased, "an erased image is back")


def check_erased(world: World) -> None:
    """Check that nothing of an erased image is left when nothing is running."""
    record = world.record
    kept = {version for _, version in world.sources.history}
    require(world.later <= kept, "a version was erased that is not the erased image's")
    left = kept & world.erased
    if record is None or record.erasure is None or record.status is not Status.DELETED:
        return
    require(not left, "a version of an erased image is left")
    require(not world.outputs.stored, "an output of an erased image is left")
    require(not (record.key or record.filename or record.metadata), "the tombstone has personal data")
