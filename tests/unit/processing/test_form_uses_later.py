"""A form that is used again after a failure or a deletion."""

from datetime import timedelta

import pytest

from chalicelib.models import Status
from chalicelib.processing.outcome import Outcome
from tests.unit.deployment import OWNER
from tests.unit.in_memory_app import InMemoryApp
from tests.unit.processing.form_uses import ONE, TWO, counted, form, put, send

TWO_DAYS = timedelta(days=2)


def test_after_a_failure_the_form_can_be_used_again_and_counts_again(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, b"text")
    assert app.image(image.key).status is Status.FAILED
    corrected, outcome = send(app, image, ONE)
    assert outcome is Outcome.READY
    assert app.image(image.key).source == corrected
    assert counted(app) == 2


def test_after_a_failure_the_same_file_again_fails_without_being_counted(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, b"text")
    _, outcome = send(app, image, b"text")
    assert outcome is Outcome.DUPLICATE
    assert counted(app) == 1


def test_the_same_file_again_is_tried_again_after_every_attempt_has_failed(app: InMemoryApp) -> None:
    image = form(app)
    app.pipeline.claim(image.key, version=put(app, image, ONE))
    app.dead_letters.give_up(image.key)
    again, outcome = send(app, image, ONE)
    assert outcome is Outcome.READY
    assert app.image(image.key).source == again


def test_after_a_deletion_another_file_is_refused_and_the_image_stays_deleted(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, ONE)
    app.delete.run(image.id, owner=OWNER)
    second, outcome = send(app, image, TWO)
    assert outcome is Outcome.REFUSED
    assert app.image(image.key).status is Status.DELETED
    assert app.pipeline.reconcile(image.key, removed_version=second.version_id) is Outcome.DUPLICATE


@pytest.mark.parametrize("versioned", [True, False])
def test_after_a_deletion_the_same_file_counts_again(app: InMemoryApp, *, versioned: bool) -> None:
    app.sources.versioned = versioned
    image = form(app)
    send(app, image, ONE)
    for times in (2, 3):
        app.delete.run(image.id, owner=OWNER)
        _, outcome = send(app, image, ONE)
        assert outcome is Outcome.READY
        assert counted(app) == times


def test_a_version_that_an_operator_restores_after_a_deletion_is_not_counted(app: InMemoryApp) -> None:
    image = form(app)
    first, _ = send(app, image, ONE)
    app.delete.run(image.id, owner=OWNER)
    marker = list(app.sources.history)[-1][1]
    app.sources.objects[image.key] = app.sources.open_version(image.key, first)
    assert app.pipeline.reconcile(image.key, removed_version=marker) is Outcome.READY
    assert app.image(image.key).source == first
    assert counted(app) == 1
