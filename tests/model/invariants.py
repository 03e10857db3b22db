"""The invariants of a world: those that always hold, and those that hold when nothing is running."""

import json
from typing import Any

from chalicelib.api import event_documents
from chalicelib.domain.presets import fingerprint
from chalicelib.domain.transitions import PROCESSING_FAILED
from chalicelib.models import Event, Image, Status, StoredOutput
from tests.fakes import FakeSourceObject
from tests.model.application import PRESETS
from tests.model.world import World

FINGERPRINT = fingerprint(PRESETS.current(()))


class Violation(AssertionError):
    """An invariant does not hold."""


def check_always(world: World) -> None:
    """Check that all variants in a record are stored, and that only committed outcomes were published."""
    _require(len(world.store.images) <= 1, "the object has two records")
    record = world.record
    if record is not None and record.status is Status.READY:
        stored = {output.key for output in world.outputs.stored}
        missing = {variant.key for variant in record.variants} - stored
        _require(
            not missing and len(record.variants) == len(PRESETS.presets),
            "a variant of a ready image is missing",
        )
    _require({event.id for event in _told(world)} <= world.store.final, "published before it was committed")


def check_when_idle(world: World) -> None:
    """Check that nothing is lost, stuck or wrong."""
    check_always(world)
    record, found = world.record, world.sources.objects.get(world.key)
    if record is not None:
        unused = record.status is Status.PENDING and found is None
        _require(record.status.terminal or unused, f"stuck as {record.status}")
        _require(not record.open, "the record is still open")
    if found is None:
        _check_gone(record)
    else:
        _check_outcome(world, record, found)
    _check_outputs(world, record, found)
    if world.with_cdn:
        copies = world.outputs.cached & world.outputs.deleted
        _require(not copies, "the CDN has copies of a deleted image")
    if record is not None and world.publisher is not None:
        _check_told(world, record)


def _check_gone(record: Image | None) -> None:
    allowed = {Status.DELETED, Status.PENDING}
    _require(record is None or record.status in allowed, "a record without its object")


def _check_outcome(world: World, record: Image | None, found: FakeSourceObject) -> None:
    if record is None:
        raise Violation("an object without a record")
    _require(record.source == found.source, "the record describes another version")
    _require(record.fingerprint == FINGERPRINT, "the record describes other presets")
    outcomes: set[tuple[Status, str | None]] = (
        {(Status.FAILED, PROCESSING_FAILED)} if world.dead_letters else set()
    )
    if found.content.startswith(b"image"):
        outcomes.add((Status.READY, None))
    else:
        outcomes.add((Status.FAILED, "unsupported_format"))
    outcome = (record.status, record.error.code if record.error else None)
    _require(outcome in outcomes, f"the outcome is {outcome}")


def _check_outputs(world: World, record: Image | None, found: FakeSourceObject | None) -> None:
    variants = record.variants if record is not None else ()
    newest = {output.key: output for output in world.outputs.stored}
    for variant in variants:
        expected = b"%s as %s" % (found.content if found else b"", variant.name.encode())
        _require(world.outputs.stored[newest[variant.key]] == expected, "an output has wrong bytes")
        _require(newest[variant.key] not in world.outputs.retired, "an output in use is retired")
    orphans = {output.key for output in _kept(world)} - {variant.key for variant in variants}
    _require(not orphans, "there are outputs that no record points to")


def _check_told(world: World, record: Image) -> None:
    """Check that the newest event, in whatever order they arrive, describes the current state."""
    details = [json.loads(event.detail) for event in _told(world)]
    if not details:
        silent = {Status.DELETED, Status.PENDING}
        _require(record.status in silent, "an outcome was not published")
        return
    newest = max(details, key=lambda detail: int(detail["revision"]))
    _require(newest["revision"] <= record.revision, "an event has a revision that never existed")
    expected = json.loads(event_documents.describe(record, None).detail)
    _require(_state(newest) == _state(expected), "the newest event does not describe the outcome")


def _state(detail: dict[str, Any]) -> dict[str, Any]:
    """Return the detail without the event's own fields and without dates, which a sweep can change."""
    ignored = {"event_id", "revision", "owner", "created_at", "updated_at"}
    return {name: value for name, value in detail.items() if name not in ignored}


def _told(world: World) -> list[Event]:
    return world.publisher.events if world.publisher is not None else []


def _kept(world: World) -> set[StoredOutput]:
    return set(world.outputs.stored) - world.outputs.retired


def _require(condition: bool, message: str) -> None:  # noqa: FBT001 - reads like assert
    if not condition:
        raise Violation(message)
