"""Uploads that are rotated and cropped, from the record to the variants."""

import pytest
from msgspec.structs import replace
from PIL import Image as PillowImage

from chalicelib.domain.presets import Presets, fingerprint
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import Image, Status, VariantSpec
from chalicelib.processing.moderation import Moderation
from tests.unit.deployment import KEY
from tests.unit.executions import execute_all
from tests.unit.imaging.samples import opened
from tests.unit.in_memory_app import InMemoryApp
from tests.unit.processing.test_moderated_previews import SeesRed
from tests.unit.workflow.test_same_result_as_direct_mode import encoded

SPECS = (VariantSpec(name="small", width=20), VariantSpec(name="square", width=10, height=10, fit="cover"))
PRESETS = Presets(presets=SPECS, default=("small", "square"))
# The right half of the image that was turned by 90 degrees clockwise: the upper half of what was uploaded.
ROTATE, CROP = 90, (500, 0, 500, 1000)


def two_halves(upper: str, lower: str) -> bytes:
    image = PillowImage.new("RGB", (120, 80), upper)
    image.paste(lower, (0, 40, 120, 80))
    return encoded([image], "PNG")


def app_with(content: bytes) -> InMemoryApp:
    engine = PillowEngine(Limits())
    moderation = Moderation(moderator=SeesRed(), engine=engine, threshold=80)
    app = InMemoryApp(engine=engine, moderation=moderation, max_upload_bytes=len(content), presets=PRESETS)
    fresh = app.pipeline.fresh(KEY, app.records.new_id(KEY))
    app.store.create(replace(fresh, rotate=ROTATE, crop=CROP))
    app.put(content)
    return app


def processed(app: InMemoryApp) -> Image:
    app.reconcile()
    return app.image()


def test_the_record_has_the_size_after_the_edits() -> None:
    app = app_with(two_halves("#0000ff", "#0000e6"))
    image = processed(app)
    assert (image.width, image.height) == (40, 120)
    assert [(each.width, each.height) for each in image.variants] == [(20, 60), (10, 10)]
    assert image.placeholder is not None
    assert image.placeholder.color == "#0000ff"
    for content in app.kept().values():
        assert opened(content).convert("RGB").getextrema() == ((0, 0), (0, 0), (255, 255))


def test_both_modes_apply_the_edits() -> None:
    content = two_halves("#0000ff", "#0000e6")
    direct, workflow = (app_with(content) for _ in range(2))
    processed(direct)
    workflow.workflow_starter.reconcile(KEY)
    execute_all(workflow)
    assert workflow.kept() == direct.kept()
    assert replace(workflow.image(), execution=None) == direct.image()


@pytest.mark.parametrize(
    ("upper", "lower", "status"),
    [("#0000ff", "#ff0000", Status.FAILED), ("#0000ff", "#0000e6", Status.READY)],
)
def test_moderation_sees_what_was_cropped_away(upper: str, lower: str, status: Status) -> None:
    app = app_with(two_halves(upper, lower))
    assert processed(app).status is status


def test_an_edit_is_part_of_the_fingerprint() -> None:
    found = [
        fingerprint(SPECS),
        fingerprint(SPECS, rotate=90),
        fingerprint(SPECS, rotate=180),
        fingerprint(SPECS, crop=CROP),
        fingerprint(SPECS, crop=CROP, rotate=90),
        fingerprint(SPECS, (500, 0), CROP),
    ]
    assert len(set(found)) == len(found)


def test_fingerprints_stay_until_the_engine_renders_something_else() -> None:
    spec = VariantSpec(name="small", width=300, height=300)
    assert fingerprint([spec]) == "f3efc146cc22d637"
    assert fingerprint([spec], (250, 500)) == "de27d0089c3ff069"
    assert fingerprint([spec], kernel=True) == "682152ab51aaebfd"
    assert fingerprint([spec], (250, 500), kernel=True) == "f7db77b1636426f1"
