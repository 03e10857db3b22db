"""What has to be true of a world: at any moment, and when all has come to rest."""

import json
from typing import Any

from chalicelib.api import events
from chalicelib.domain.presets import fingerprint
from chalicelib.domain.transitions import PROCESSING_FAILED, UPLOAD_EXPIRED
from chalicelib.models import Event, Image, Status, StoredOutput
from tests.fakes import FakeSourceObject
from tests.model.application import PRESETS
from tests.model.world import World

FINGERPRINT = fingerprint(PRESETS.current(()))


class Violation(AssertionError):
    """The protocol has let something wrong happen."""


def check_always(world: World) -> None:
    """While runs are under way: what a record points to can be fetched, and what is told is final."""
    record = world.record
    if record is not None and record.status is Status.READY:
        stored = {output.key for output in world.outputs.stored}
        missing = {variant.key for variant in record.variants} - stored
        _demand(not missing and len(record.variants) == len(PRESETS.presets), "a ready variant is missing")
    _demand({event.id for event in _told(world)} <= world.store.final, "told before it was final")


def check_at_rest(world: World) -> None:
    """Nothing lost, nothing stuck, nothing wrong."""
    check_always(world)
    record, found = world.record, world.sources.objects.get(world.key)
    if record is not None:
        _demand(record.status.terminal, f"stuck as {record.status}")
        _demand(not record.open, "something is still to be done")
    if found is None:
        _check_gone(record)
    else:
        _check_outcome(world, record, found)
    _check_outputs(world, record, found)
    if record is not None and world.publisher is not None:
        _check_told(world, record)


def _check_gone(record: Image | None) -> None:
    expired = record is not None and record.error is not None and record.error.code == UPLOAD_EXPIRED
    _demand(record is None or record.status is Status.DELETED or expired, "a record without its object")


def _check_outcome(world: World, record: Image | None, found: FakeSourceObject) -> None:
    if record is None:
        raise Violation("an object without a record")
    _demand(record.source == found.source, "the record describes another version")
    _demand(record.fingerprint == FINGERPRINT, "the record describes other presets")
    outcomes: set[tuple[Status, str | None]] = (
        {(Status.FAILED, PROCESSING_FAILED)} if world.dead_letters else set()
    )
    if found.content.startswith(b"image"):
        outcomes.add((Status.READY, None))
    else:
        outcomes.add((Status.FAILED, "unsupported_format"))
    outcome = (record.status, record.error.code if record.error else None)
    _demand(outcome in outcomes, f"the outcome is {outcome}")


def _check_outputs(world: World, record: Image | None, found: FakeSourceObject | None) -> None:
    variants = record.variants if record is not None else ()
    newest = {output.key: output for output in world.outputs.stored}
    for variant in variants:
        expected = b"%s as %s" % (found.content if found else b"", variant.name.encode())
        _demand(world.outputs.stored[newest[variant.key]] == expected, "an output has wrong bytes")
        _demand(newest[variant.key] not in world.outputs.retired, "an output in use is retired")
    orphans = {output.key for output in _kept(world)} - {variant.key for variant in variants}
    _demand(not orphans, "outputs that no record points to")


def _check_told(world: World, record: Image) -> None:
    """Whoever goes by the newest of the events, in whatever order they came, knows how it stands."""
    details = [json.loads(event.detail) for event in _told(world)]
    if not details:
        _demand(record.status is Status.DELETED, "an outcome that nobody was told")
        return
    newest = max(details, key=lambda detail: int(detail["revision"]))
    _demand(newest["revision"] <= record.revision, "told of what never was")
    expected = json.loads(events.describe(record, None).detail)
    _demand(_state(newest) == _state(expected), "told something else than what it came to")


def _state(detail: dict[str, Any]) -> dict[str, Any]:
    """Leave out what belongs to one telling, and the dates, which a sweep may move."""
    of_the_telling = {"event_id", "revision", "owner", "created_at", "updated_at"}
    return {name: value for name, value in detail.items() if name not in of_the_telling}


def _told(world: World) -> list[Event]:
    return world.publisher.events if world.publisher is not None else []


def _kept(world: World) -> set[StoredOutput]:
    return set(world.outputs.stored) - world.outputs.retired


def _demand(truth: bool, otherwise: str) -> None:  # noqa: FBT001 - reads like assert
    if not truth:
        raise Violation(otherwise)
