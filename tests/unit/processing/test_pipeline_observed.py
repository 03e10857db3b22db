"""What the observer is told of runs."""

import pytest

from chalicelib.domain.keys import image_id
from chalicelib.errors import ServiceUnavailable
from tests.unit.deployment import KEY, SETTINGS
from tests.unit.in_memory_app import InMemoryApp

ID = image_id(KEY, SETTINGS.upload_prefix)


def test_a_run_is_told_of_from_its_event_to_its_outcome() -> None:
    app = InMemoryApp()
    app.reconcile(app.put(b"image one"))
    assert app.observer.told == [
        ("received", ID, KEY),
        ("step", "read", ID),
        ("step", "inspect", ID),
        ("step", "render", ID),
        ("rendered", ID, len(b"image one"), len(b"image one as 300x300")),
        ("step", "store", ID),
        ("ended", ID, "ready", None),
    ]


def test_a_failure_is_told_with_its_code() -> None:
    app = InMemoryApp()
    app.reconcile(app.put(b"text"))
    assert app.observer.told[-1] == ("ended", ID, "failed", "unsupported_format")


def test_a_duplicate_is_told_and_nothing_else_of_it() -> None:
    app = InMemoryApp()
    source = app.put(b"image")
    app.reconcile(source)
    app.observer.told.clear()
    app.reconcile(source)
    assert app.observer.told == [("received", ID, KEY), ("ended", ID, "duplicate", None)]


def test_a_superseded_run_is_told() -> None:
    app = InMemoryApp()
    app.put(b"image")
    result = app.pipeline.process(app.pipeline.claim(KEY))
    app.pipeline.claim(KEY)
    app.pipeline.finalize(result)
    assert app.observer.told[-1] == ("ended", ID, "superseded", None)


def test_a_run_that_is_tried_again_has_not_ended() -> None:
    app = InMemoryApp()
    app.put(b"image")

    def broken(*_: object, **__: object) -> object:
        raise ServiceUnavailable("S3 is away")

    app.outputs.put = broken  # type: ignore[method-assign, assignment] # a fault of the fake itself
    with pytest.raises(ServiceUnavailable):
        app.reconcile()
    assert [told[0] for told in app.observer.told] == [
        "received", "step", "step", "step", "rendered", "step"
    ]  # fmt: skip


def test_what_is_no_upload_is_not_told() -> None:
    app = InMemoryApp()
    app.reconcile(key="elsewhere/cat.jpg")
    assert app.observer.told == []
