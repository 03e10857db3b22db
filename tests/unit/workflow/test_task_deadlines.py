"""The tasks of the workflow and the time of their functions."""

import pytest

from chalicelib.domain.deadline import Deadline
from chalicelib.domain.presets import Presets
from chalicelib.errors import TooComplex
from chalicelib.models import Failure, InspectInput, RenderInput
from tests.fakes import EngineWithoutLarge, FakeEngine
from tests.unit.deployment import KEY, PRESETS
from tests.unit.executions import execute
from tests.unit.in_memory_app import InMemoryApp


@pytest.fixture
def app() -> InMemoryApp:
    return InMemoryApp(presets=Presets(presets=PRESETS.presets, default=("300x300", "large")))


def started(app: InMemoryApp) -> str:
    app.workflow_starter.reconcile(KEY, app.put(b"image"))
    return list(app.workflow.started)[-1]


def test_the_tasks_give_the_engine_their_deadline(app: InMemoryApp) -> None:
    own = Deadline(lambda: 60_000)
    name = started(app)
    key, source = app.workflow.started[name]
    inspected = app.tasks.inspect(InspectInput(key=key, source=source, execution=name), own)
    assert inspected.work is not None
    app.tasks.render(RenderInput(work=inspected.work, variant="large"), own)
    assert isinstance(app.engine, FakeEngine)
    assert app.engine.deadlines == [own, own]


def test_an_image_that_takes_too_long_fails_without_another_attempt(app: InMemoryApp) -> None:
    app.engine = EngineWithoutLarge(error=TooComplex("takes too long"))
    assert execute(app, started(app)) == "failed"
    assert app.image().error == Failure(code="too_complex", detail="takes too long")
