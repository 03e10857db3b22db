"""Files that were rendered on demand go with their version of the image."""

from datetime import timedelta

import pytest
from msgspec import structs

from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.domain.invalidation import cache_tag
from chalicelib.erasure.erasures import Outcome
from chalicelib.models import RenderingLimits, StoredOutput
from chalicelib.processing.cleanup import MAX_REMOVALS
from tests.fakes import FakeInvalidationQueue
from tests.unit.deployment import OWNER, STUCK_AFTER
from tests.unit.erasing import work
from tests.unit.on_demand.rendering_app import PRESETS, RenderingApp

LIMITS = RenderingLimits(per_image=10, per_owner=10)
LIFETIME = timedelta(seconds=90)


@pytest.fixture
def app() -> RenderingApp:
    app = RenderingApp()
    app.reconcile(app.put(b"image one"))
    assert app.render().outcome == "stored"
    return app


def begin_rendering(app: RenderingApp) -> None:
    """Let the API charge a rendering, which can store a file until its lifetime is over."""
    now = app.clock()
    app.renderings.charge(app.image().id, OWNER, now=now, until=now + LIFETIME, limits=LIMITS)


def test_those_of_earlier_versions_are_removed_and_never_retired(app: RenderingApp) -> None:
    app.reconcile(app.put(b"image two"))
    assert app.on_demand_files() == {}
    retired = {each.key.partition("/")[0] for each in app.retired.outputs}
    assert retired == {"v"}


def test_those_of_the_current_version_stay_when_other_presets_change(app: RenderingApp) -> None:
    before = app.on_demand_files()
    app.presets = structs.replace(PRESETS, default=("large",))
    app.reconcile()
    assert app.image().revision == 2
    assert not app.image().cleanup_pending
    assert app.on_demand_files() == before


def test_those_of_a_failed_image_are_removed(app: RenderingApp) -> None:
    app.reconcile(app.put(b"text"))
    assert app.on_demand_files() == {}


def test_those_of_a_deleted_image_are_removed(app: RenderingApp) -> None:
    app.delete.run(app.image().id, owner=OWNER)
    assert app.outputs.stored == {}


def test_those_of_another_image_stay(app: RenderingApp) -> None:
    other = StoredOutput(key=f"d/{app.image().id}x/0123456789ab/w_160.webp", version_id="v")
    app.outputs.stored[other] = b""
    app.delete.run(app.image().id, owner=OWNER)
    assert list(app.outputs.stored) == [other]


def test_many_are_removed_in_several_cleanups(app: RenderingApp) -> None:
    for width in range(1, MAX_REMOVALS + 2):
        app.render(app.rendition(f"w_{width},f_webp"))
    assert len(app.on_demand_files()) == MAX_REMOVALS + 1
    app.reconcile(app.put(b"image two"))
    assert (len(app.on_demand_files()), app.image().cleanup_pending) == (1, True)
    app.clock.advance(2 * STUCK_AFTER)
    app.sweep.run(NO_DEADLINE)
    assert (app.on_demand_files(), app.image().cleanup_pending) == ({}, False)


def test_the_cleanup_goes_on_until_no_rendering_can_store_a_file(app: RenderingApp) -> None:
    rendition = app.rendition()
    begin_rendering(app)
    app.reconcile(app.put(b"image two"))
    assert app.image().cleanup_pending
    # It stores a file, and crashes before it reads the record again.
    late = StoredOutput(key=f"d/{rendition.image_id}/{rendition.version}/w_320.webp", version_id="late")
    app.outputs.stored[late] = b"image one as 320"
    app.clock.advance(2 * STUCK_AFTER)
    app.sweep.run(NO_DEADLINE)
    assert (app.on_demand_files(), app.image().cleanup_pending) == ({}, False)


def test_copies_in_a_cdn_are_invalidated_again_after_the_last_cleanup(app: RenderingApp) -> None:
    app.invalidations = FakeInvalidationQueue()
    begin_rendering(app)
    app.delete.run(app.image().id, owner=OWNER)
    sent = len(app.invalidations.requests)
    assert sent > 0
    assert app.image().invalidation_pending
    app.clock.advance(2 * STUCK_AFTER)
    app.sweep.run(NO_DEADLINE)
    assert len(app.invalidations.requests) == sent + 1
    assert not app.image().open


def test_an_erasure_removes_them(app: RenderingApp) -> None:
    app.erase.run(app.image().id, owner=OWNER)
    assert work(app) == [Outcome.COMPLETED]
    assert app.outputs.stored == {}


def test_an_erasure_that_waits_lets_the_cdn_drop_its_copies_at_once(app: RenderingApp) -> None:
    app.invalidations = FakeInvalidationQueue()
    begin_rendering(app)
    app.erase.run(app.image().id, owner=OWNER)
    assert work(app) == [Outcome.WAITING]
    assert [each.tag for each in app.invalidations.requests] == [cache_tag(app.image().id)]


def test_an_erasure_waits_until_no_rendering_can_store_a_file(app: RenderingApp) -> None:
    rendition = app.rendition()
    begin_rendering(app)
    app.erase.run(app.image().id, owner=OWNER)
    assert work(app) == [Outcome.WAITING]
    late = StoredOutput(key=f"d/{rendition.image_id}/{rendition.version}/w_320.webp", version_id="late")
    app.outputs.stored[late] = b"image one as 320"
    app.clock.advance(2 * STUCK_AFTER)
    app.sweep.run(NO_DEADLINE)
    assert work(app) == [Outcome.COMPLETED]
    assert app.outputs.stored == {}
