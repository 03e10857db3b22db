"""The pipeline's `reconcile` with two concurrent runs for one image."""

from dataclasses import dataclass, field

from chalicelib.processing.outcome import Outcome
from tests.fakes import FakeEngine
from tests.unit.in_memory_app import InMemoryApp


@dataclass
class OverwrittenWhileRendering(FakeEngine):
    """While it renders, `meanwhile` is uploaded and processed."""

    app: InMemoryApp = field(default_factory=InMemoryApp)
    meanwhile: bytes | None = None

    def before_render(self) -> None:
        if self.meanwhile is not None:
            put, self.meanwhile = self.meanwhile, None
            self.app.reconcile(self.app.put(put))


def test_a_run_is_superseded_if_another_one_has_claimed_since(app: InMemoryApp) -> None:
    app.engine = OverwrittenWhileRendering(app=app, meanwhile=b"image two")
    assert app.reconcile(app.put(b"image one")) is Outcome.SUPERSEDED
    image = app.image()
    assert image.revision == 2
    assert app.kept() == {image.variants[0].key: b"image two as 300x300"}


def test_a_superseded_run_keeps_what_the_newer_run_stored_under_the_same_keys(
    app: InMemoryApp,
) -> None:
    @dataclass
    class ProcessedTwice(FakeEngine):
        first: bool = True

        def before_render(self) -> None:
            if self.first:
                self.first = False
                app.reconcile()

    app.engine = ProcessedTwice()
    assert app.reconcile(app.put(b"image")) is Outcome.SUPERSEDED
    assert {output.key for output in app.outputs.stored} == {app.image().variants[0].key}
    assert len(app.outputs.stored) == 2
    assert app.retired.outputs == set()
