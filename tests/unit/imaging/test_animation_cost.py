"""What animated variants may take is estimated before anything is decoded."""

import pytest

from chalicelib.domain.geometry import plan
from chalicelib.errors import TooComplex
from chalicelib.imaging.animation import animation_cost
from chalicelib.imaging.animation.animation_cost import held_variants
from chalicelib.imaging.source import open_source
from chalicelib.models import Format, ImageInfo, VariantPlan, VariantSpec
from tests.unit.imaging.animation_files import control, descriptor, gif
from tests.unit.imaging.samples import ENGINE

MEGABYTE = 1_000_000
# A code size that no GIF has, so that no frame can be decoded.
BROKEN = b"\x20\x01\0\0"


def undecodable(*, size: tuple[int, int], frames: int, transparent: int | None = None) -> bytes:
    frame = control(delay=4, transparent=transparent) + descriptor(size, (0, 0), BROKEN)
    return gif(*[frame] * frames, size=size)


def info(frames: int, side: int = 100) -> ImageInfo:
    return ImageInfo(format="gif", content_type="image/gif", width=side, height=side, frames=frames)


def plans(image: ImageInfo, *sides: int, format_: Format = "webp") -> list[VariantPlan]:
    return list(
        plan(image, [VariantSpec(name=f"v{side}", width=side, height=side, format=format_) for side in sides])
    )


def memory(content: bytes, *specs: VariantSpec) -> float:
    image = ENGINE.inspect(content)
    planned = plan(image, specs)
    source = open_source(content, image.format, 1000)
    return animation_cost.estimate(source, image, planned, range(len(planned)), 10**9).memory


def test_variants_that_noise_would_make_too_large_are_rejected_before_decoding() -> None:
    specs = [VariantSpec(name=f"v{number}", width=316, height=316, format="webp") for number in range(4)]
    content = undecodable(size=(316, 316), frames=1000, transparent=0)
    image = ENGINE.inspect(content)
    with pytest.raises(TooComplex):
        ENGINE.render(content, image, plan(image, specs))


def test_frames_variants_quality_and_transparency_add_to_the_memory() -> None:
    spec = VariantSpec(name="v", width=80, height=80, format="webp")
    best = VariantSpec(name="v", width=80, height=80, format="webp", quality=100)
    other = VariantSpec(name="w", width=80, height=80, format="gif")
    few = undecodable(size=(80, 80), frames=10)
    estimates = [
        memory(few, spec),
        memory(few, best),
        memory(few, best, other),
        memory(undecodable(size=(80, 80), frames=20), best, other),
        memory(undecodable(size=(80, 80), frames=20, transparent=0), best, other),
    ]
    assert estimates == sorted(set(estimates))


def test_the_smallest_variants_are_held_as_long_as_they_fit() -> None:
    image = info(frames=10)
    planned = plans(image, 100, 50, 20)
    small, medium, large = (4 * 10 * side * side * 8 for side in (20, 50, 100))
    assert held_variants(image, planned, range(3), small + medium + large) == {0, 1, 2}
    assert held_variants(image, planned, range(3), small + medium + large - 1) == {1, 2}
    assert held_variants(image, planned, [0, 2], small + large) == {0, 2}
    assert held_variants(image, planned, range(3), small - 1) == set()


def test_large_variants_are_encoded_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.imaging.parallel.available_cores", lambda: 4)
    image = info(frames=1000)
    planned = plans(image, 100, 99, 98, 97)
    assert animation_cost.concurrent_encoders(image, planned, 10**9) == 4
    assert animation_cost.concurrent_encoders(image, planned, 200 * MEGABYTE) == 2
    assert animation_cost.concurrent_encoders(image, planned, 1 * MEGABYTE) == 1
