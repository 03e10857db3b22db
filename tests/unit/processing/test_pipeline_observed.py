"""What the pipeline reports to the observer."""

import pytest

from chalicelib.domain.keys import object_image_id
from chalicelib.errors import ServiceUnavailable
from tests.unit.deployment import ID_SECRET, KEY
from tests.unit.in_memory_app import InMemoryApp

ID = object_image_id(KEY, ID_SECRET)


def test_a_run_is_observed_from_its_event_to_its_outcome() -> None:
    app = InMemoryApp()
    app.reconcile(app.put(b"image one"))
    assert app.observer.calls == [
        ("received", ID, KEY),
        ("step", "read", ID),
        ("step", "inspect", ID),
        ("step", "render", ID),
        ("step", "store", ID),
        ("rendered", ID, len(b"image one"), len(b"image one as 300x300")),
        ("ended", ID, "ready", None),
    ]


def test_a_failure_is_observed_with_its_code() -> None:
    app = InMemoryApp()
    app.reconcile(app.put(b"text"))
    assert app.observer.calls[-1] == ("ended", ID, "failed", "unsupported_format")


def test_of_a_duplicate_only_start_and_end_are_observed() -> None:
    app = InMemoryApp()
    source = app.put(b"image")
    app.reconcile(source)
    app.observer.calls.clear()
    app.reconcile(source)
    assert app.observer.calls == [("received", ID, KEY), ("ended", ID, "duplicate", None)]


def test_a_superseded_run_is_observed() -> None:
    app = InMemoryApp()
    app.put(b"image")
    result = app.pipeline.process(app.pipeline.claim(KEY))
    app.pipeline.claim(KEY)
    app.pipeline.finalize(result)
    assert app.observer.calls[-1] == ("ended", ID, "superseded", None)


def test_a_run_that_will_be_retried_has_not_ended() -> None:
    app = InMemoryApp()
    app.put(b"image")

    def broken(*_: object, **__: object) -> object:
        raise ServiceUnavailable("S3 is down")

    app.outputs.put = broken  # type: ignore[method-assign, assignment] # a fault of the fake itself
    with pytest.raises(ServiceUnavailable):
        app.reconcile()
    assert [call[0] for call in app.observer.calls] == [
        "received", "step", "step", "step", "step", "rendered"
    ]  # fmt: skip


def test_a_key_that_is_not_an_upload_is_not_observed() -> None:
    app = InMemoryApp()
    app.reconcile(key="elsewhere/cat.jpg")
    assert app.observer.calls == []
