"""The estimates of a whole run are compared with what separate processes really take."""

import sys
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from PIL import Image

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.domain.presets import Presets
from chalicelib.models import VariantSpec
from tests.budget import floods, photos
from tests.budget.measuring import Measured
from tests.budget.meter import Meter, meter
from tests.unit.imaging.samples import encoded

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc"),
]

# The libraries' own memory, which does not depend on the image, hardly matters at this size.
SIZE = (2600, 1950)
PRESETS = Presets.from_json(PRESETS_FILE.read_bytes()).presets
FULL_SIZE = [VariantSpec(name="v", width=SIZE[0], height=SIZE[1], format="avif")]
ONE_SMALL = [VariantSpec(name="v", width=300, height=300, format="jpeg")]


@pytest.fixture(scope="module")
def measure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meter]:
    with meter(tmp_path_factory.mktemp("budget")) as started:
        yield started


def ready(measured: Measured | None) -> Measured:
    assert measured
    assert measured.outcome == "ready"
    return measured


@pytest.mark.parametrize("kind", photos.KINDS)
def test_a_photo_takes_at_most_the_estimate_and_at_least_a_third(kind: str, measure: Meter) -> None:
    measured = ready(measure.content(photos.content(kind, SIZE), PRESETS))
    assert measured.memory <= measured.estimated_memory <= photos.MOST_TIMES[kind] * measured.memory


@pytest.mark.parametrize("kind", ["jpeg", "png-alpha", "webp-alpha", "avif-alpha", "tiff-gray16"])
def test_one_variant_takes_at_most_the_estimate(kind: str, measure: Meter) -> None:
    content = photos.content(kind, SIZE)
    for specs in (ONE_SMALL, FULL_SIZE):
        measured = ready(measure.content(content, specs))
        assert measured.memory <= measured.estimated_memory


@pytest.mark.parametrize("kind", ["jpeg", "png-alpha", "webp-lossless"])
def test_a_crop_takes_at_most_the_estimate(kind: str, measure: Meter) -> None:
    content = photos.content(kind, SIZE)
    for crop in ((100, 100, 500, 500), (400, 400, 60, 60)):
        measured = ready(measure.content(content, ONE_SMALL, crop))
        assert measured.memory <= measured.estimated_memory


@pytest.mark.parametrize("kind", ["jpeg", "png-alpha"])
def test_effects_and_formats_take_at_most_the_estimate(kind: str, measure: Meter) -> None:
    effects: dict[str, Any] = {"blur": 5.0, "sharpen": True, "grayscale": True}
    spec = VariantSpec(name="v", width=SIZE[0], formats=("jpeg", "webp"), **effects)
    measured = ready(measure.content(photos.content(kind, SIZE), [spec]))
    assert measured.memory <= measured.estimated_memory
    assert measured.seconds <= measured.estimated_seconds


def test_a_gif_of_noise_with_similar_colors_takes_at_most_the_estimate(measure: Meter) -> None:
    side = 300
    noise = bytes(value >> 3 for value in Random(1).randbytes(3 * side * side))  # noqa: S311  the same always
    content = encoded(Image.frombytes("RGB", (side, side), noise), "png")
    spec = VariantSpec(name="v", width=side, height=side, format="gif")
    measured = ready(measure.content(content, [spec]))
    assert measured.memory <= measured.estimated_memory
    assert measured.seconds <= measured.estimated_seconds


def test_the_search_for_missing_pixels_is_in_the_estimate(measure: Meter) -> None:
    whole = photos.content("jpeg", SIZE)
    measured = ready(measure.content(whole.removesuffix(b"\xff\xd9"), PRESETS))
    assert measured.memory <= measured.estimated_memory


@pytest.mark.parametrize("name", floods.CHEAP)
def test_a_flood_takes_at_most_the_estimate_or_is_refused(name: str, measure: Meter) -> None:
    content = floods.FILES[name]()
    measured = measure.content(content, PRESETS)
    assert measured
    if measured.outcome == "ready":
        assert measured.memory <= measured.estimated_memory
    else:
        assert measured.outcome == "too_complex"
        # The file itself, and little else.
        assert measured.memory <= len(content) + 10_000_000
