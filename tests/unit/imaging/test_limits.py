import pytest

from chalicelib.domain.geometry import plan
from chalicelib.errors import AnimationTooLarge, Rejected, TooComplex, TooManyFrames
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import Rendered, VariantSpec
from tests.unit.imaging.samples import encoded, quarters
from tests.unit.imaging.test_animation import blinking

pytestmark = pytest.mark.also_without_kernel

IMAGE = encoded(quarters(160, 120), "png")
MOVING = blinking("gif", size=(80, 60))


def rendered_within(
    limits: Limits, content: bytes, *specs: VariantSpec, only: str | None = None
) -> tuple[Rendered, ...]:
    engine = PillowEngine(limits)
    info = engine.inspect(content)
    return engine.render(content, info, plan(info, specs), only).variants


@pytest.mark.parametrize(
    ("content", "limits"),
    [
        (MOVING, Limits(max_frames=3)),
        (MOVING, Limits(max_animation_pixels=3 * 80 * 60)),
        (IMAGE, Limits(max_animation_pixels=1, max_frames=1)),
    ],
)
def test_an_image_at_the_limit_is_allowed(content: bytes, limits: Limits) -> None:
    assert rendered_within(limits, content, VariantSpec(name="v", width=60, height=60))


def test_an_image_that_takes_too_much_memory_is_rejected_before_it_is_decoded() -> None:
    truncated = IMAGE[:-60]
    with pytest.raises(TooComplex, match=r"160 x 120 pixels; processing it would take 24 MB"):
        rendered_within(
            Limits(max_decode_bytes=160 * 120), truncated, VariantSpec(name="v", width=9, height=9)
        )


@pytest.mark.parametrize(
    ("content", "limits", "error"),
    [
        (MOVING, Limits(max_frames=2), TooManyFrames),
        (MOVING, Limits(max_animation_pixels=3 * 80 * 60 - 1), AnimationTooLarge),
        (blinking("webp"), Limits(max_frames=2), TooManyFrames),
    ],
)
def test_an_animation_over_a_limit_is_rejected_only_for_animated_variants(
    content: bytes, limits: Limits, error: type[Rejected]
) -> None:
    moving = VariantSpec(name="moving", width=60, height=60, format="webp")
    still = VariantSpec(name="still", width=60, height=60, format="jpeg")
    assert rendered_within(limits, content, still)
    assert rendered_within(limits, content, moving, still, only="still")
    for only in (None, "moving"):
        with pytest.raises(error):
            rendered_within(limits, content, moving, still, only=only)
