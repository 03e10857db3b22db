"""Runs backfills on the application in memory."""

from collections.abc import Iterator

from chalicelib.domain.preset_changes import NO_CHANGE, PresetChange
from chalicelib.domain.presets import Presets
from chalicelib.models import Status, UploadRequest, VariantSpec
from chalicelib.processing.outcome import Outcome
from chalicelib.recovery.backfill import Backfill
from chalicelib.recovery.dispatch import Dispatch, Step
from tests.fakes import FakeBulkReader, FakeEventSender
from tests.unit.deployment import OWNER, SETTINGS, STUCK_AFTER
from tests.unit.in_memory_app import InMemoryApp

NAMES = ("small", "square", "large")


def specs(*names: str) -> tuple[VariantSpec, ...]:
    return tuple(VariantSpec(name=name, width=5 + len(name), height=9) for name in names)


def presets(*names: str, default: tuple[str, ...] = ("small",), **prefixes: tuple[str, ...]) -> Presets:
    folders = {f"images/{folder}/": names for folder, names in prefixes.items()}
    return Presets(presets=specs(*names), default=default, prefixes=folders)


def names(*names: str) -> frozenset[str]:
    return frozenset(names)


def steps(app: InMemoryApp, change: PresetChange = NO_CHANGE) -> Iterator[Step]:
    return Backfill(
        upload_prefix=SETTINGS.upload_prefix,
        records=app.records,
        presets=app.presets,
        sources=app.sources,
        bulk_reader=FakeBulkReader(app.store),
        stuck_after=STUCK_AFTER,
        clock=app.clock,
        change=change,
    ).steps(SETTINGS.upload_prefix)


def run(app: InMemoryApp, change: PresetChange = NO_CHANGE) -> list[Step]:
    """Run a backfill, and process what it sends."""
    sender = FakeEventSender()
    dispatch = Dispatch(sender=sender, store=app.store, clock=app.clock)
    found = list(dispatch.run(steps(app, change), 100))
    for key, source in sender.sent:
        assert app.reconcile(source, key) is Outcome.READY
    return found


def upload(app: InMemoryApp, *variants: str) -> str:
    """Upload an image with a form that requests these variants, and render it; return its key."""
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg", variants=variants), owner=OWNER)
    app.reconcile(app.put(b"image", image.key), image.key)
    return image.key


def variants(app: InMemoryApp, key: str) -> set[str]:
    image = app.image(key)
    assert image.status is Status.READY
    return {variant.name for variant in image.variants}
