"""The invariants of a world: those that always hold, and those that hold when nothing is running."""

import json
from typing import Any

from chalicelib.api import event_documents
from chalicelib.domain.retention import retained
from chalicelib.domain.retirement import must_go_at_once
from chalicelib.domain.transitions import PROCESSING_FAILED
from chalicelib.models import Event, Image, ImageMetadata, Status
from tests.fakes import FakeSourceObject
from tests.model.erasure_invariants import check_erased, check_not_back
from tests.model.form_invariants import check_charges, check_one_use, check_refused_are_gone
from tests.model.multipart_invariants import check_upload, check_upload_ended
from tests.model.rendition_invariants import check_shown
from tests.model.renditions import BROKEN, PRESETS, is_current
from tests.model.violation import Violation, require
from tests.model.world import FORM_OWNER, World
from tests.unit.deployment import LIFETIMES, OWNER


def check_always(world: World) -> None:
    """Check the record, its variants and what a form was used for, at any time during the runs.

    All variants in a record are stored, and only committed outcomes were published.
    """
    require(len(world.store.images) <= 1, "the object has two records")
    record = world.record
    if record is not None:
        owner = FORM_OWNER if world.form else OWNER
        require(record.owner == owner, "the image has another owner")
        _check_metadata(record, world.store.described.get(record.created_at, 0))
    if record is not None and record.status is Status.READY:
        stored = {output.key for output in world.outputs.stored}
        missing = {variant.key for variant in record.variants} - stored
        require(
            not missing and len(record.variants) >= len(PRESETS.presets) - world.ended,
            "a variant of a ready image is missing",
        )
    check_one_use(world)
    check_not_back(world)
    check_upload(world)
    check_shown(world)
    require({event.id for event in _told(world)} <= world.store.final, "published before it was committed")


def _check_metadata(record: Image, newest: int) -> None:
    """Check that the metadata is the owner's newest. Nothing of it is left in a tombstone."""
    is_described = newest > 0 and record.status is not Status.DELETED
    expected = ImageMetadata(alt=str(newest)) if is_described else None
    require(record.metadata == expected, "a run has changed the metadata")


def check_when_idle(world: World) -> None:
    """Check that nothing is lost, stuck or wrong."""
    check_always(world)
    record, found = world.record, world.sources.objects.get(world.key)
    if record is not None:
        unused = record.status is Status.PENDING and found is None
        require(record.status.terminal or unused, f"stuck as {record.status}")
        require(not record.open, "the record is still open")
        _check_end(world, record)
        expires = record.status in {Status.PENDING, Status.DELETED}
        require((record.expires_at is not None) == expires, "the wrong record expires")
    if found is None:
        _check_gone(record)
    else:
        _check_outcome(world, record, found)
    _check_outputs(world, record, found)
    check_charges(world)
    check_refused_are_gone(world)
    check_erased(world)
    check_upload_ended(world)
    if world.features.cdn:
        copies = world.outputs.cached.keys() & world.outputs.deleted
        require(not copies, "the CDN has copies of a deleted or rejected image")
    if record is not None and world.features.events:
        _check_told(world, record)


def _check_end(world: World, record: Image) -> None:
    if record.status in {Status.READY, Status.FAILED}:
        days = world.retention.days(record.owner)
        require(retained(record, days) == record, "the image has not the end of the retention policy")


def _check_gone(record: Image | None) -> None:
    allowed = {Status.DELETED, Status.PENDING}
    require(record is None or record.status in allowed, "a record without its object")


def _check_outcome(world: World, record: Image | None, found: FakeSourceObject) -> None:
    if record is None:
        raise Violation("an object without a record")
    require(record.source == found.source, "the record describes another version")
    require(record.fingerprint == PRESETS.fingerprint(record), "the record describes other presets")
    outcomes: set[tuple[Status, str | None]] = (
        {(Status.FAILED, PROCESSING_FAILED)} if world.dead_letters else set()
    )
    if not found.content.startswith(b"image"):
        outcomes.add((Status.FAILED, "unsupported_format"))
    elif world.features.moderation and b"indecent" in found.content:
        outcomes.add((Status.FAILED, "content_refused"))
    elif BROKEN in found.content:
        outcomes.add((Status.FAILED, "corrupt_image"))
    else:
        outcomes.add((Status.READY, None))
    outcome = (record.status, record.error.code if record.error else None)
    require(outcome in outcomes, f"the outcome is {outcome}")


def _check_outputs(world: World, record: Image | None, found: FakeSourceObject | None) -> None:
    variants = record.variants if record is not None else ()
    newest = {output.key: output for output in world.outputs.stored}
    for variant in variants:
        expected = b"%s as %s" % (found.content if found else b"", variant.name.encode())
        require(world.outputs.stored[newest[variant.key]] == expected, "an output has wrong bytes")
        require(newest[variant.key] not in world.retired.outputs, "an output in use is retired")
    published = {variant.key for variant in variants}
    waiting = set() if must_go_at_once(record) else world.retired.outputs
    orphans = {output.key for output in world.outputs.stored if output not in waiting} - published
    orphans = {key for key in orphans if not is_current(record, key)}
    require(not orphans, "there are outputs that no record points to")
    _check_grace(world)


def _check_grace(world: World) -> None:
    """Check that retired outputs that were shown can be fetched until they are due, but none longer."""
    listed = (each for outputs in world.retired.lists.values() for each in outputs)
    require(all(each.due_at >= world.clock() for each in listed), "an output stays longer than its time")
    promised = {output.key for output, due_at in world.retired.promised.items() if due_at > world.clock()}
    stored = {output.key for output in world.outputs.stored}
    missing = (promised & world.outputs.shown) - stored - world.outputs.deleted
    require(not missing, "an output was removed before its time")


def _check_told(world: World, record: Image) -> None:
    """Check that the newest event, in whatever order they arrive, describes the current state."""
    details = [json.loads(event.detail) for event in _told(world)]
    if not details:
        silent = {Status.DELETED, Status.PENDING}
        require(record.status in silent, "an outcome was not published")
        return
    newest = max(details, key=lambda detail: int(detail["revision"]))
    require(newest["revision"] <= record.revision, "an event has a revision that never existed")
    expected = json.loads(event_documents.describe(record, None, LIFETIMES, kernel=False).detail)
    require(_state(newest) == _state(expected), "the newest event does not describe the outcome")


def _state(detail: dict[str, Any]) -> dict[str, Any]:
    """Return the detail without the event's own fields, and without what can change without news.

    The owner can change the metadata at any time.
    """
    ignored = {"event_id", "revision", "owner", "created_at", "updated_at", "execution", "metadata", "html"}
    return {name: value for name, value in detail.items() if name not in ignored}


def _told(world: World) -> list[Event]:
    return world.publisher.events
