import pytest

from chalicelib.errors import AnimationTooLarge, Rejected, TooManyFrames, TooManyPixels
from chalicelib.imaging import Limits, PillowEngine
from tests.unit.imaging.samples import encoded, quarters
from tests.unit.imaging.test_animation import blinking

IMAGE = encoded(quarters(160, 120), "png")
MOVING = blinking("gif", size=(80, 60))


@pytest.mark.parametrize(
    ("content", "limits"),
    [
        (IMAGE, Limits(max_pixels=160 * 120)),
        (MOVING, Limits(max_frames=3)),
        (MOVING, Limits(max_animation_pixels=3 * 80 * 60)),
        (IMAGE, Limits(max_animation_pixels=1, max_frames=1)),
    ],
)
def test_an_image_at_the_limit_is_allowed(content: bytes, limits: Limits) -> None:
    assert PillowEngine(limits).inspect(content).width > 0


@pytest.mark.parametrize(
    ("content", "limits", "error"),
    [
        (IMAGE, Limits(max_pixels=160 * 120 - 1), TooManyPixels),
        (MOVING, Limits(max_frames=2), TooManyFrames),
        (MOVING, Limits(max_animation_pixels=3 * 80 * 60 - 1), AnimationTooLarge),
        (blinking("webp"), Limits(max_frames=2), TooManyFrames),
    ],
)
def test_an_image_over_a_limit_is_rejected(content: bytes, limits: Limits, error: type[Rejected]) -> None:
    with pytest.raises(error):
        PillowEngine(limits).inspect(content)
