"""A form that is used again: refused by default, whatever the order of the events."""

from datetime import timedelta

import pytest

from chalicelib.errors import ObjectNotFound
from chalicelib.models import Source
from chalicelib.processing.outcome import Outcome
from tests.unit.in_memory_app import InMemoryApp
from tests.unit.processing.form_uses import ONE, TWO, counted, form, put, send

TWO_DAYS = timedelta(days=2)


def test_a_version_whose_run_found_the_form_unused_is_removed_if_another_run_was_first(
    app: InMemoryApp,
) -> None:
    image = form(app)
    late = put(app, image, ONE)
    newest, _ = send(app, image, TWO)
    claimed = app.pipeline.claim(image.key, version=late)
    app.pipeline.finalize(app.pipeline.process(claimed, before=image, hint=late))
    assert app.image(image.key).source == newest
    with pytest.raises(ObjectNotFound):
        app.sources.open_version(image.key, late)


def test_another_file_is_removed_and_the_image_stays_as_it_was(app: InMemoryApp) -> None:
    image = form(app)
    first, _ = send(app, image, ONE)
    before = app.image(image.key)
    second, outcome = send(app, image, TWO)
    assert outcome is Outcome.REFUSED
    assert app.image(image.key) == before
    assert app.sources.open(image.key).source == first
    with pytest.raises(ObjectNotFound):
        app.sources.open_version(image.key, second)
    assert ("ended", image.id, "refused", "form_used") in app.observer.calls
    assert counted(app) == 1


def test_a_repeated_event_about_a_removed_file_changes_nothing(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, ONE)
    second, _ = send(app, image, TWO)
    before = app.image(image.key)
    assert app.reconcile(second, image.key) is Outcome.REFUSED
    assert app.image(image.key) == before


def test_the_removal_of_a_refused_file_needs_no_run(app: InMemoryApp) -> None:
    image = form(app)
    first = put(app, image, ONE)
    app.pipeline.claim(image.key, image.id, version=first)
    second, _ = send(app, image, TWO)
    outcome = app.pipeline.reconcile(image.key, removed_version=second.version_id)
    assert outcome is Outcome.DUPLICATE
    assert app.image(image.key).attempts == 1


def test_a_file_that_arrives_during_the_first_run_does_not_disturb_it(app: InMemoryApp) -> None:
    image = form(app)
    first = put(app, image, ONE)
    run = app.pipeline.claim(image.key, image.id, version=first)
    send(app, image, TWO)
    assert app.pipeline.finalize(app.pipeline.process(run, hint=first)) is Outcome.READY
    assert app.image(image.key).source == first


def test_a_run_that_finds_another_file_removes_it_and_renders_the_first(app: InMemoryApp) -> None:
    image = form(app)
    first = put(app, image, ONE)
    second = put(app, image, TWO)
    assert app.reconcile(first, image.key) is Outcome.READY
    assert app.image(image.key).source == first
    assert (image.key, second.version_id) not in app.sources.history


@pytest.mark.parametrize("versioned", [True, False])
def test_the_same_file_again_is_removed_without_being_counted_or_rendered(
    app: InMemoryApp, *, versioned: bool
) -> None:
    app.sources.versioned = versioned
    image = form(app)
    send(app, image, ONE)
    before = app.image(image.key)
    _, outcome = send(app, image, ONE)
    assert outcome is Outcome.DUPLICATE
    assert app.image(image.key) == before
    assert app.sources.open(image.key).source == before.source
    assert counted(app) == 1


def test_the_removal_of_the_same_file_is_logged(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, ONE)
    app.observer.calls.clear()
    send(app, image, ONE)
    assert app.observer.calls == [("ended", image.id, "refused", "form_used")]


def test_a_run_that_removes_a_copy_of_the_form_s_file_is_a_duplicate(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, ONE)
    overwritten = app.sources.put(image.key, TWO)
    app.reconcile(overwritten, image.key)
    app.observer.calls.clear()
    copy = put(app, image, ONE)
    assert app.reconcile(Source(etag=copy.etag), image.key) is Outcome.DUPLICATE
    assert app.image(image.key).source == overwritten
    assert [call for call in app.observer.calls if call[0] == "ended"] == [
        ("ended", image.id, "refused", "form_used"),
        ("ended", image.id, "duplicate", None),
    ]


def test_an_event_without_a_version_id_admits_the_version_that_it_is_about(app: InMemoryApp) -> None:
    image = form(app)
    first = put(app, image, ONE)
    assert app.reconcile(Source(etag=first.etag), image.key) is Outcome.READY
    assert app.image(image.key).form_versions == (f"{first.etag}:{first.version_id}",)
    _, outcome = send(app, image, TWO)
    assert outcome is Outcome.REFUSED


def test_a_file_is_not_removed_if_the_one_before_it_does_not_exist(app: InMemoryApp) -> None:
    image = form(app)
    second = put(app, image, TWO)
    assert app.reconcile(Source(etag="unknown", version_id="unknown"), image.key) is Outcome.READY
    assert app.image(image.key).source == second
    assert app.reconcile(second, image.key) is Outcome.DUPLICATE
    assert counted(app) == 2


def test_a_file_from_another_tool_replaces_the_image_and_is_not_counted(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, ONE)
    other = app.sources.put(image.key, TWO)
    assert app.reconcile(other, image.key) is Outcome.READY
    assert app.image(image.key).source == other
    assert counted(app) == 1


def test_a_form_can_be_used_after_another_tool_has_stored_a_file_first(app: InMemoryApp) -> None:
    image = form(app)
    app.reconcile(app.sources.put(image.key, TWO), image.key)
    first, outcome = send(app, image, ONE)
    assert outcome is Outcome.READY
    assert app.image(image.key).source == first


def test_a_copy_that_an_operator_makes_later_is_no_use_of_the_form(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, ONE)
    app.clock.advance(TWO_DAYS)
    copy, outcome = send(app, image, TWO)
    assert outcome is Outcome.READY
    assert app.image(image.key).source == copy
