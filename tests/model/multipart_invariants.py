"""The invariants of a multipart upload."""

from chalicelib.models import Status
from tests.model.multipart import OTHER_PART, PARTS
from tests.model.violation import require
from tests.model.world import World


def check_upload(world: World) -> None:
    """Check that the upload was completed at most once, with all of its parts, and is processed once."""
    if not world.in_parts:
        return
    require(len(world.sources.by_form) <= 1, "the upload was completed twice")
    record = world.record
    is_undone = record is not None and record.status is Status.PENDING and record.revision > 0
    require(not is_undone, "an image is pending again that was claimed")
    whole = {PARTS[0] + last for last in (PARTS[1], OTHER_PART)}
    for source in world.sources.by_form:
        require(world.sources.contents[source.etag] in whole, "an upload is complete without all parts")


def check_upload_ended(world: World) -> None:
    """Check that no parts are left when nothing is running, and no file after a deletion."""
    if not world.in_parts:
        return
    require(not world.open_uploads, "an upload is left open")
    record = world.record
    require(record is None or record.multipart is None, "a record has an upload that has ended")
    left = {found.source for found in world.sources.objects.values()}.intersection(world.sources.by_form)
    require(not (left and world.deletions), "the file of a deleted image has arrived")
