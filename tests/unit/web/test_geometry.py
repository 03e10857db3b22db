"""The page's live view of variants, which must match what the service renders."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.models import MAX_SIDE, Fit
from chalicelib.models.presets import POSITIONS
from tests.unit.domain.geometry_vectors import VECTORS, computed, expected, inputs
from tests.unit.web.node import Function, exported

sides = st.integers(1, 60_000)
fractions = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
presets = st.fixed_dictionaries(
    {
        "width": st.none() | st.integers(1, MAX_SIDE),
        "height": st.none() | st.integers(1, MAX_SIDE),
        "fit": st.sampled_from(get_args(Fit)),
        "position": st.sampled_from(sorted(POSITIONS)),
        "enlarge": st.booleans(),
    }
).filter(lambda preset: preset["width"] or preset["height"])


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("geometry", "plan", tmp_path_factory.mktemp("node")) as function:
        yield function


@pytest.fixture(scope="module")
def is_automatic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("geometry", "isAutomatic", tmp_path_factory.mktemp("node")) as function:
        yield function


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["case"])
def test_the_page_computes_the_shared_vectors(plan: Function, vector: dict[str, Any]) -> None:
    assert plan(*inputs(vector).values()) == expected(vector)


@given(
    image=st.fixed_dictionaries({"width": sides, "height": sides}),
    preset=presets,
    focus=st.none() | st.lists(fractions, min_size=2, max_size=2),
)
def test_the_page_agrees_with_the_service_on_any_image_and_preset(
    plan: Function, image: dict[str, int], preset: dict[str, Any], focus: list[float] | None
) -> None:
    assert plan(image, preset, focus) == computed(image, preset, focus)


@pytest.mark.parametrize("position", ["entropy", "attention", "face", *sorted(POSITIONS)])
@pytest.mark.parametrize("fit", get_args(Fit))
def test_the_page_predicts_every_crop_but_those_that_look_at_the_image(
    is_automatic: Function, fit: str, position: str
) -> None:
    assert is_automatic({"fit": fit, "position": position}) == (fit == "cover" and position not in POSITIONS)
