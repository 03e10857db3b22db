"""Face detection in both modes, with the real engine and a detector that takes red for a face."""

from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace
from PIL import Image as PilImage

from chalicelib.domain.presets import Presets
from chalicelib.errors import ServiceUnavailable
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import Face, Status, VariantSpec
from chalicelib.processing.face_detection import FaceDetection
from tests.fakes import FakeDetector
from tests.unit.deployment import KEY
from tests.unit.executions import execute_all
from tests.unit.imaging.samples import BLUE, RED, UNDO, encoded, opened
from tests.unit.in_memory_app import InMemoryApp

SQUARE = VariantSpec(name="square", width=60, height=60, fit="cover", position="face", format="png")
TALL = VariantSpec(name="tall", width=40, height=120, fit="cover", position="face", format="png")
WHOLE = VariantSpec(name="whole", width=60, height=60, position="face")
CENTERED = VariantSpec(name="centered", width=60, height=60, fit="cover", format="png")
_RED = 150
Run = Callable[[InMemoryApp], object]


class SeesRed(FakeDetector):
    """Finds one face: the red area of a JPEG."""

    def faces(self, image: bytes) -> Sequence[Face]:
        super().faces(image)
        preview = opened(image)
        assert preview.format == "JPEG"
        red = preview.convert("RGB").getchannel("R")
        box = red.point([255 * (level > _RED) for level in range(256)]).getbbox()
        if box is None:
            return ()
        width, height = preview.size
        left, top, right, bottom = box
        return [
            Face(
                left=left / width,
                top=top / height,
                width=(right - left) / width,
                height=(bottom - top) / height,
            )
        ]


class Fails(FakeDetector):
    def faces(self, image: bytes) -> Sequence[Face]:
        super().faces(image)
        raise ServiceUnavailable("Detecting faces: timeout")


def in_direct_mode(app: InMemoryApp) -> None:
    app.reconcile()


def in_workflow_mode(app: InMemoryApp) -> None:
    app.workflow_starter.reconcile(KEY)
    execute_all(app)


BOTH_MODES = pytest.mark.parametrize("run", [in_direct_mode, in_workflow_mode])


def app_with(
    detector: FakeDetector | None, *presets: VariantSpec, limits: Limits | None = None
) -> InMemoryApp:
    engine = PillowEngine(limits or Limits())
    detection = FaceDetection(detector=detector, engine=engine) if detector else None
    return InMemoryApp(
        engine=engine,
        face_detection=detection,
        max_upload_bytes=1_000_000,
        presets=Presets(presets=presets, default=tuple(spec.name for spec in presets)),
    )


def portrait(left: int = 250, orientation: int = 1) -> bytes:
    """Return a JPEG of a red square on blue, stored with this EXIF orientation."""
    image = PilImage.new("RGB", (400, 200), BLUE)
    image.paste(RED, (left, 60, left + 40, 100))
    exif = PilImage.Exif()
    exif[0x0112] = orientation
    return encoded(image.transpose(UNDO[orientation]) if orientation in UNDO else image, "jpeg", exif=exif)


def variant(app: InMemoryApp, name: str) -> PilImage.Image:
    (content,) = (file for key, file in app.kept().items() if f"/{name}." in key)
    return opened(content).convert("RGB")


def is_red(image: PilImage.Image, x: int, y: int) -> bool:
    pixel = image.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return pixel[0] > _RED


@BOTH_MODES
@pytest.mark.parametrize("orientation", [1, 6, 4])
def test_variants_are_cropped_around_the_face(run: Run, orientation: int) -> None:
    app = app_with(SeesRed(), SQUARE, TALL)
    app.put(portrait(orientation=orientation))
    run(app)
    # The square keeps the height, so the face is at 80 of 200 pixels, as in the original.
    assert is_red(variant(app, "square"), 30, 24)
    assert is_red(variant(app, "tall"), 20, 48)


@BOTH_MODES
def test_the_detector_is_called_once_for_all_variants(run: Run) -> None:
    detector = SeesRed()
    app = app_with(detector, SQUARE, TALL, WHOLE, CENTERED)
    app.put(portrait())
    run(app)
    assert app.image().status is Status.READY
    assert len(detector.seen) == 1


@BOTH_MODES
def test_the_detector_is_not_called_if_no_preset_crops_around_faces(run: Run) -> None:
    detector = SeesRed()
    app = app_with(detector, WHOLE, CENTERED)
    app.put(portrait())
    run(app)
    assert detector.seen == []


def test_the_detector_is_not_called_if_the_upload_has_a_focal_point() -> None:
    detector = SeesRed()
    app = app_with(detector, SQUARE)
    app.store.create(replace(app.pipeline.fresh(KEY, app.records.new_id(KEY)), focus=(100, 500)))
    app.put(portrait())
    app.reconcile()
    assert (detector.seen, app.image().status) == ([], Status.READY)


def test_an_image_that_is_too_narrow_for_the_detector_is_not_sent() -> None:
    detector = SeesRed()
    app = app_with(detector, SQUARE)
    app.put(encoded(PilImage.new("RGB", (400, 79), BLUE), "jpeg"))
    app.reconcile()
    assert (detector.seen, app.image().status) == ([], Status.READY)


@BOTH_MODES
def test_an_image_whose_variants_take_less_memory_than_the_preview_is_not_rejected(run: Run) -> None:
    detector = SeesRed()
    app = app_with(detector, SQUARE, limits=Limits(max_decode_bytes=80_000_000))
    app.put(encoded(PilImage.new("RGB", (4000, 3000), BLUE), "jpeg"))
    run(app)
    assert (detector.seen, app.image().status) == ([], Status.READY)


@BOTH_MODES
def test_without_a_face_the_crop_is_the_one_without_detection(run: Run) -> None:
    found, off = app_with(FakeDetector(), SQUARE), app_with(None, SQUARE)
    for app in (found, off):
        app.put(portrait())
        run(app)
    assert variant(found, "square").tobytes() == variant(off, "square").tobytes()


def test_the_record_does_not_say_where_the_face_is() -> None:
    records = []
    for left in (20, 330):
        app = app_with(SeesRed(), SQUARE)
        app.put(portrait(left))
        app.reconcile()
        records.append(replace(app.image(), source=None, size=None, variants=(), placeholder=None))
    assert records[0] == records[1]


def test_a_failure_of_the_service_is_retried() -> None:
    app = app_with(Fails(), SQUARE)
    app.put(portrait())
    with pytest.raises(ServiceUnavailable):
        app.reconcile()
    assert app.image().status is Status.PROCESSING


@BOTH_MODES
def test_faces_are_looked_for_in_the_rotated_and_cropped_image(run: Run) -> None:
    detector = SeesRed()
    app = app_with(detector, TALL)
    edited = replace(app.pipeline.fresh(KEY, app.records.new_id(KEY)), rotate=90, crop=(0, 500, 1000, 500))
    app.store.create(edited)
    app.put(portrait())
    run(app)
    assert opened(detector.seen[0]).size == (200, 200)
    # The square is in the middle of the crop, and at 70 of 200 pixels from the top.
    assert [is_red(variant(app, "tall"), x, 42) for x in (4, 20, 36)] == [False, True, False]
