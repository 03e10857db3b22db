"""The function that renders on demand: what it stores, and what it answers."""

import dataclasses
import gzip

import pytest
from msgspec import structs
from msgspec.structs import replace

from chalicelib.domain.deadline import NO_TIME
from chalicelib.domain.invalidation import cache_tag
from chalicelib.domain.on_demand import addresses
from chalicelib.errors import ServiceUnavailable, TooComplex, VariantNotFound
from chalicelib.models import RenderingInput, RenderingOutput, Status
from tests.fakes import FakeEngine
from tests.unit.deployment import KEY
from tests.unit.on_demand.rendering_app import RenderingApp, request_for
from tests.unit.on_demand.seeing_fakes import SeeingEngine, SeeingOutputs

STORED, OUTDATED = RenderingOutput(outcome="stored"), RenderingOutput(outcome="outdated")


@pytest.fixture
def app() -> RenderingApp:
    app = RenderingApp()
    app.reconcile(app.put(b"image one"))
    return app


def app_with(engine: FakeEngine) -> RenderingApp:
    """Return an application with an image that this engine has not rendered yet."""
    app = RenderingApp()
    app.reconcile(app.put(b"image one"))
    app.engine = engine
    return app


def test_the_file_is_stored_under_its_key(app: RenderingApp) -> None:
    assert app.render() == STORED
    assert app.on_demand_files() == {addresses.key(app.rendition()): b"image one as 160"}


def test_a_preset_is_rendered_by_name(app: RenderingApp) -> None:
    assert app.render(app.rendition("p_card,f_webp")) == STORED
    ((key, content),) = app.on_demand_files().items()
    assert (key.rpartition("/")[2], content) == ("p_card.webp", b"image one as card")


def test_only_the_requested_variant_is_rendered() -> None:
    app = app_with(engine := SeeingEngine())
    app.render(app.rendition("w_320,h_160,f_jpeg"))
    (plan,) = engine.plans
    assert (plan.format, plan.width, plan.height, plan.focus) == ("jpeg", 320, 160, None)


def test_the_focal_point_of_the_image_comes_before_that_of_the_request() -> None:
    app = app_with(engine := SeeingEngine())
    operations = "w_320,h_160,pos_x0.25y0.5,f_jpeg"
    app.render(app.rendition(operations))
    app.store.overwrite(replace(app.image(), focus=(900, 100)))
    app.render(app.rendition(operations))
    assert [plan.focus for plan in engine.plans] == [(0.25, 0.5), (0.9, 0.1)]


def test_edits_apply_before_the_size() -> None:
    app = app_with(engine := SeeingEngine())
    app.store.overwrite(replace(app.image(), rotate=90))
    app.render(app.rendition("w_150,f_jpeg"))
    assert (engine.plans[0].width, engine.plans[0].height) == (150, 200)


def test_a_compressed_object_is_decoded(app: RenderingApp) -> None:
    packed = gzip.compress(b"image packed")
    source = app.put(packed)
    version = dataclasses.replace(app.sources.objects[KEY], content_encoding="gzip")
    app.sources.objects[KEY] = app.sources.history[KEY, source.version_id or ""] = version
    app.reconcile()
    assert app.render() == STORED
    assert list(app.on_demand_files().values()) == [b"image packed as 160"]


def test_a_file_that_is_there_stays(app: RenderingApp) -> None:
    app.render()
    before = dict(app.outputs.stored)
    assert app.render() == STORED
    assert app.outputs.stored == before


def test_the_file_has_the_image_s_cache_tag_and_a_name(app: RenderingApp) -> None:
    app.outputs = outputs = SeeingOutputs()
    app.render()
    (headers,) = outputs.headers
    assert headers["content_type"] == "image/webp"
    assert headers["cache_tag"] == cache_tag(app.image().id)
    assert 'filename="cat-160.webp"' in headers["disposition"]


def test_an_older_version_is_outdated_and_nothing_is_read(app: RenderingApp) -> None:
    before = app.rendition()
    app.reconcile(app.put(b"image two"))
    app.observer.calls.clear()
    assert app.render(before) == OUTDATED
    assert app.on_demand_files() == {}
    assert app.observer.calls == []


@pytest.mark.parametrize("status", [Status.DELETED, Status.FAILED, Status.PENDING])
def test_an_image_that_is_not_ready_is_outdated(app: RenderingApp, status: Status) -> None:
    rendition = app.rendition()
    app.store.overwrite(replace(app.image(), status=status))
    assert app.render(rendition) == OUTDATED


def test_a_missing_image_is_outdated(app: RenderingApp) -> None:
    rendition = app.rendition()
    app.store.images.clear()
    assert app.render(rendition) == OUTDATED


def test_a_source_that_is_gone_fails_so_that_it_is_remembered(app: RenderingApp) -> None:
    source = app.sources.objects[KEY].source
    app.sources.remove_version(KEY, source)
    assert app.render() == RenderingOutput(
        outcome="failed",
        code="object_not_found",
        detail="the original is no longer in the upload bucket",
    )


def test_a_preset_that_no_longer_exists_is_outdated(app: RenderingApp) -> None:
    rendition = app.rendition("p_card,f_webp")
    app.presets = structs.replace(app.presets, presets=app.presets.at_upload)
    assert app.render(rendition) == OUTDATED


def test_an_archived_source_fails(app: RenderingApp) -> None:
    app.sources.archive(KEY)
    assert app.render() == RenderingOutput(outcome="failed", code="source_unreadable", detail="archived")
    assert app.on_demand_files() == {}


def test_an_image_that_takes_more_than_the_function_has_fails() -> None:
    app = app_with(SeeingEngine(error=TooComplex("too large")))
    assert app.render() == RenderingOutput(outcome="failed", code="too_complex", detail="too large")
    assert app.on_demand_files() == {}


def test_another_attempt_can_help_if_aws_fails(app: RenderingApp) -> None:
    app.outputs = SeeingOutputs(error=ServiceUnavailable("S3: SlowDown"))
    assert app.render() == RenderingOutput(
        outcome="unavailable", code="service_unavailable", detail="S3: SlowDown"
    )


def test_another_attempt_can_help_if_no_time_is_left(app: RenderingApp) -> None:
    output = app.on_demand_rendering.run(request_for(app.rendition()), NO_TIME)
    assert (output.outcome, output.code) == ("unavailable", "out_of_time")


def test_what_is_no_file_s_name_is_refused(app: RenderingApp) -> None:
    request = RenderingInput(image_id=app.image().id, version="0123456789ab", file="w_0.jpg")
    with pytest.raises(VariantNotFound):
        app.on_demand_rendering.run(request)


def test_the_steps_are_observed(app: RenderingApp) -> None:
    image_id = app.image().id
    app.observer.calls.clear()
    app.render()
    assert app.observer.calls == [
        ("step", "read", image_id),
        ("step", "render", image_id),
        ("rendered", image_id, 9, 16),
        ("step", "store", image_id),
    ]
