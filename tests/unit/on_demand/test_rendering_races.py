"""What changes an image while one of its variants is rendered on demand."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from chalicelib.domain.transitions import CONTENT_REFUSED
from chalicelib.models import Failure, RenderingOutput, Status
from tests.unit.deployment import KEY, OWNER
from tests.unit.erasing import work
from tests.unit.on_demand.rendering_app import RenderingApp
from tests.unit.on_demand.seeing_fakes import SeeingOutputs

STORED, WITHDRAWN = RenderingOutput(outcome="stored"), RenderingOutput(outcome="withdrawn")


@pytest.fixture
def app() -> RenderingApp:
    app = RenderingApp(outputs=SeeingOutputs())
    app.reconcile(app.put(b"image one"))
    return app


def before_put(app: RenderingApp, act: Callable[[], object]) -> None:
    assert isinstance(app.outputs, SeeingOutputs)
    app.outputs.before_put = act


def overwrite(app: RenderingApp) -> None:
    app.reconcile(app.put(b"image two"))


def delete(app: RenderingApp) -> None:
    app.delete.run(app.image().id, owner=OWNER)


def erase(app: RenderingApp) -> None:
    app.erase.run(app.image().id, owner=OWNER)
    work(app)


def refuse(app: RenderingApp) -> None:
    failure = Failure(code=CONTENT_REFUSED, detail="Nudity")
    app.store.overwrite(replace(app.image(), status=Status.FAILED, error=failure))


def move_the_focal_point(app: RenderingApp) -> None:
    app.store.overwrite(replace(app.image(), focus=(100, 100)))


@pytest.mark.parametrize("act", [overwrite, delete, erase, refuse, move_the_focal_point])
def test_a_file_that_is_stored_too_late_is_taken_back(
    app: RenderingApp, act: Callable[[RenderingApp], None]
) -> None:
    before_put(app, lambda: act(app))
    assert app.render() == WITHDRAWN
    assert app.on_demand_files() == {}


def test_the_file_of_another_rendering_is_not_taken_back(app: RenderingApp) -> None:
    rendition = app.rendition()
    app.render(rendition)
    before = app.on_demand_files()
    before_put(app, lambda: refuse(app))
    assert app.render(rendition) == WITHDRAWN
    assert app.on_demand_files() == before


def test_an_image_that_is_rendered_again_keeps_the_file(app: RenderingApp) -> None:
    before_put(app, lambda: app.pipeline.claim(KEY))
    assert app.render() == STORED
    assert len(app.on_demand_files()) == 1
