"""What a moderator gets to see that cannot read the upload itself."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PIL import Image as PillowImage
from PIL import ImageStat

from chalicelib.domain.presets import Presets
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import Format, ImageInfo, Label, Source, Status, VariantSpec
from chalicelib.processing.moderation import Moderation
from tests.fakes import FakeModerator
from tests.unit.imaging.samples import opened
from tests.unit.in_memory_app import InMemoryApp
from tests.unit.workflow.test_same_result_as_direct_mode import encoded, noise

SMALL = VariantSpec(name="300x300", width=300, height=300)
NUDITY = Label(name="Exposed Buttocks", confidence=91.5)


@pytest.mark.parametrize(
    ("size", "shown"), [((900, 600), (900, 600)), ((4000, 20), (1600, 80)), ((30, 40), (80, 80))]
)
def test_the_preview_is_a_jpeg_that_rekognition_accepts(
    size: tuple[int, int], shown: tuple[int, int]
) -> None:
    engine, moderator = PillowEngine(Limits()), FakeModerator()
    moderation = Moderation(moderator=moderator, engine=engine, threshold=80)
    content = encoded([noise("RGBA", size)], "PNG")
    app = InMemoryApp(engine=engine, moderation=moderation, max_upload_bytes=len(content))
    app.put(content)
    app.reconcile()
    assert moderator.seen
    for preview in moderator.seen:
        image = opened(preview)
        assert (image.format, image.size) == ("JPEG", shown)
        assert len(preview) < 5_000_000


class SeesRed(FakeModerator):
    """Refuses images that are mostly red, and what is written in white or black."""

    def labels(
        self, key: str, source: Source, info: ImageInfo, previews: Callable[[], Sequence[bytes]]
    ) -> Sequence[Label]:
        super().labels(key, source, info, previews)
        stats = [ImageStat.Stat(opened(preview).convert("RGB")) for preview in self.seen]
        shows_text = any(max(each.stddev) > 20 for each in stats)
        shows_red = any(each.mean[0] > each.mean[1] + 100 for each in stats)
        return [NUDITY] if shows_text or shows_red else []


def moderated(
    frames: list[PillowImage.Image], name: str, *, preset: VariantSpec = SMALL, **options: object
) -> tuple[Status, int]:
    """Return the status of an image, and the number of previews."""
    moderator = SeesRed()
    engine = PillowEngine(Limits())
    moderation = Moderation(moderator=moderator, engine=engine, threshold=80)
    content = encoded(frames, name, **options)
    app = InMemoryApp(
        engine=engine,
        moderation=moderation,
        max_upload_bytes=len(content),
        presets=Presets(presets=(preset,), default=(preset.name,)),
    )
    app.put(content)
    app.reconcile()
    return app.image().status, len(moderator.seen)


def plain(color: str, mode: str = "RGB") -> PillowImage.Image:
    return PillowImage.new(mode, (120, 90), color)


@pytest.mark.parametrize("color", ["#ffffff", "#000000"])
@pytest.mark.parametrize("name", ["PNG", "WEBP"])
def test_what_only_one_background_shows_is_seen(color: str, name: str) -> None:
    hidden = plain(f"{color}00", "RGBA")
    hidden.paste(color, (20, 20, 100, 70))
    assert moderated([hidden], name) == (Status.FAILED, 2)


def test_an_opaque_image_is_moderated_once() -> None:
    assert moderated([plain("#0000ff")], "WEBP") == (Status.READY, 1)
    assert moderated([plain("#0000ffff", "RGBA")], "PNG") == (Status.READY, 1)


@pytest.mark.parametrize("at", [0, 5, 10, 15, 20])
@pytest.mark.parametrize(("name", "previews"), [("GIF", 5), ("WEBP", 5), ("PNG", 6)])
def test_several_frames_of_an_animation_are_seen(at: int, name: str, previews: int) -> None:
    options: dict[str, Any] = {"lossless": True} if name == "WEBP" else {}
    frames = [plain(f"#0000{100 + 4 * number:02x}") for number in range(21)]
    assert moderated(frames, name, **options) == (Status.READY, previews)
    frames[at] = plain("#ff0000")
    assert moderated(frames, name, **options) == (Status.FAILED, previews)


@pytest.mark.parametrize(("frames", "previews"), [(2, 2), (3, 3), (5, 5), (6, 5)])
def test_an_animation_with_few_frames_is_seen_as_a_whole(frames: int, previews: int) -> None:
    shown = [plain(f"#0000{100 + 4 * number:02x}") for number in range(frames)]
    assert moderated(shown, "WEBP", lossless=True) == (Status.READY, previews)


def test_an_animation_is_seen_over_both_backgrounds() -> None:
    frames = [plain(f"#0000{100 + 40 * number:02x}40", "RGBA") for number in range(3)]
    assert moderated(frames, "WEBP", lossless=True) == (Status.READY, 6)


@pytest.mark.parametrize(
    ("format_", "previews"), [("jpeg", 1), ("avif", 1), ("gif", 3), ("webp", 3), ("png", 4)]
)
def test_only_frames_that_a_variant_can_show_are_seen(format_: Format, previews: int) -> None:
    frames = [plain(f"#0000{100 + 40 * number:02x}") for number in range(3)]
    preset = VariantSpec(name="small", width=100, height=100, format=format_)
    name = "PNG" if format_ == "png" else "GIF"
    assert moderated(frames, name, preset=preset) == (Status.READY, previews)
