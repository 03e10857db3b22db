"""A form that is used again in workflow mode."""

from chalicelib.processing.outcome import Outcome
from tests.unit.executions import execute, execute_all
from tests.unit.in_memory_app import InMemoryApp
from tests.unit.processing.form_uses import ONE, TWO, counted, form, put


def test_in_workflow_mode_another_file_is_refused_before_an_execution_starts(app: InMemoryApp) -> None:
    image = form(app)
    app.workflow_starter.reconcile(image.key, put(app, image, ONE))
    execute_all(app)
    before = app.image(image.key)
    assert app.workflow_starter.reconcile(image.key, put(app, image, TWO)) is Outcome.REFUSED
    assert len(app.workflow.started) == 1
    assert app.image(image.key) == before


def test_in_workflow_mode_a_file_that_arrives_before_the_inspection_is_removed(app: InMemoryApp) -> None:
    image = form(app)
    first = put(app, image, ONE)
    app.workflow_starter.reconcile(image.key, first)
    put(app, image, TWO)
    assert execute(app, next(iter(app.workflow.started))) == "ready"
    assert app.image(image.key).source == first
    assert app.sources.open(image.key).source == first


def test_in_workflow_mode_a_chargeable_form_counts_every_file(charging: InMemoryApp) -> None:
    image = form(charging)
    for content in (ONE, TWO):
        charging.workflow_starter.reconcile(image.key, put(charging, image, content))
        execute(charging, list(charging.workflow.started)[-1])
    assert charging.image(image.key).size == len(TWO)
    assert counted(charging) == 2
