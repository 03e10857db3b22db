"""A preset with several formats is decoded and resized once, and encoded once per format."""

from typing import Any

import pytest
from PIL import Image

from chalicelib.domain.geometry import plan
from chalicelib.imaging import crop_and_pad, parallel, pyramid
from chalicelib.imaging.animation import animation_cost
from chalicelib.imaging.budget import run_cost, variant_cost
from chalicelib.imaging.resample import resize
from chalicelib.imaging.source import open_source
from chalicelib.models import Rendering, VariantSpec
from tests.unit.imaging.samples import ENGINE, encoded, photo

STILL = encoded(photo(640, 480), "jpeg", quality=90)
FRAMES = [photo(64, 48).rotate(angle) for angle in range(0, 50, 10)]
MOVING = encoded(FRAMES[0], "webp", save_all=True, append_images=FRAMES[1:], duration=40, lossless=True)
MEMORY = 10**9


def preset(**settings: Any) -> VariantSpec:
    return VariantSpec(**{"name": "v", "width": 30, "height": 30, "fit": "cover", **settings})


def rendered(content: bytes, *specs: VariantSpec, only: str | None = None) -> Rendering:
    info = ENGINE.inspect(content)
    return ENGINE.render(content, info, plan(info, specs), only)


@pytest.fixture
def resizes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Collect the sizes that images are resampled to."""
    sizes: list[tuple[int, int]] = []

    def counted(image: Image.Image, size: tuple[int, int], *options: Any) -> Image.Image:
        sizes.append(size)
        return resize(image, size, *options)

    for module in (pyramid, crop_and_pad):
        monkeypatch.setattr(module, "resize", counted)
    return sizes


@pytest.mark.parametrize("content", [STILL, MOVING], ids=["still", "animation"])
@pytest.mark.parametrize("fit", ["cover", "contain", "inside"])
def test_more_formats_need_no_more_resizes(content: bytes, fit: str, resizes: list[tuple[int, int]]) -> None:
    rendered(content, preset(fit=fit, format="webp"))
    once = list(resizes)
    resizes.clear()
    # All of them are still, or all are animated.
    formats = ("webp", "gif") if content is MOVING else ("avif", "webp", "jpeg", "png", "gif")
    rendering = rendered(content, preset(fit=fit, formats=formats))
    assert len(rendering.variants) == len(formats)
    assert resizes == once != []


@pytest.mark.parametrize("content", [STILL, MOVING], ids=["still", "animation"])
def test_each_format_has_the_bytes_that_it_has_alone(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "available_cores", lambda: 4)
    formats = ("avif", "webp", "jpeg", "png", "gif")
    together = rendered(content, preset(formats=formats)).variants
    alone = [rendered(content, preset(format=each)).variants[0] for each in formats]
    assert [each.content for each in together] == [each.content for each in alone]
    assert [each.extension for each in together] == ["avif", "webp", "jpg", "png", "gif"]
    assert {each.name for each in together} == {"v"}


def test_two_presets_of_one_size_can_be_encoded_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "available_cores", lambda: 4)
    specs = [
        preset(name=f"v{number}", width=300, height=300, fit="inside", format="webp", quality=quality)
        for number, quality in enumerate((20, 50, 80, 95))
    ]
    together = rendered(STILL, *specs).variants
    assert [each.content for each in together] == [
        rendered(STILL, each).variants[0].content for each in specs
    ]


def test_the_source_format_is_not_encoded_twice() -> None:
    variants = rendered(STILL, preset(formats=("webp", "source", "jpeg"))).variants
    assert [each.extension for each in variants] == ["webp", "jpg"]


def test_only_one_preset_is_rendered_in_all_its_formats() -> None:
    specs = [preset(name="large", width=90, formats=("webp", "jpeg")), preset(formats=("avif", "jpeg"))]
    every = rendered(STILL, *specs).variants
    assert rendered(STILL, *specs, only="v").variants == every[2:]


def seconds(content: bytes, *specs: VariantSpec) -> float:
    info = ENGINE.inspect(content)
    source = open_source(content, info.format, 1000)
    return run_cost.of_run(source, info, plan(info, specs), max_memory=MEMORY).seconds


def test_the_budget_counts_one_resize_and_every_encoding() -> None:
    info = ENGINE.inspect(STILL)
    one, other = plan(info, [preset(formats=("webp", "jpeg"))])
    more = seconds(STILL, preset(formats=("webp", "jpeg"))) - seconds(STILL, preset(format="webp"))
    assert more == pytest.approx(variant_cost.seconds_to_encode(other))
    two = seconds(STILL, preset(name="w", format="jpeg"), preset(format="webp"))
    drawing = variant_cost.of_scaling(info, one, is_color=True).seconds
    assert two - seconds(STILL, preset(formats=("webp", "jpeg"))) == pytest.approx(drawing)


def memory(content: bytes, *specs: VariantSpec) -> float:
    info = ENGINE.inspect(content)
    planned = plan(info, specs)
    source = open_source(content, info.format, 1000)
    return animation_cost.estimate(source, info, planned, range(len(planned)), MEMORY).memory


def test_the_budget_of_an_animation_counts_its_frames_once_and_every_file() -> None:
    both = memory(MOVING, preset(formats=("webp", "gif")))
    assert memory(MOVING, preset(format="gif")) < both
    assert both < memory(MOVING, preset(format="webp"), preset(name="w", format="gif"))
