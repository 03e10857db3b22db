"""What anyone may request of a public image."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from chalicelib.domain.on_demand import addresses
from chalicelib.domain.on_demand.operations import parse, printed
from chalicelib.domain.on_demand.policy import allowed, height_at
from chalicelib.errors import OperationsNotAllowed
from chalicelib.models import NamedPreset, OnDemandPolicy, Operations, Rendition, Resize, VariantSpec
from tests.unit.domain.on_demand.operation_strategies import FORMATS, OPERATIONS, POLICIES

POLICY = OnDemandPolicy(
    widths=(160, 320, 640, 960, 1280, 1920),
    ratios=("source", "1:1", "4:3", "16:9"),
    formats=("avif", "webp", "jpeg"),
    positions=("attention", "top"),
)
CARD = VariantSpec(
    name="card", width=400, height=300, fit="cover", formats=("avif", "jpeg"), when="on_demand"
)
PRESETS = {"card": CARD}


@pytest.mark.parametrize(
    ("requested", "rendered"),
    [
        ("w_640", "w_640"),
        ("w_641", "w_960"),
        ("w_700", "w_960"),
        ("w_1", "w_160"),
        ("w_1920,f_webp", "w_1920,f_webp"),
        ("w_640,h_640", "w_640,h_640"),
        ("w_641,h_641", "w_960,h_960"),
        ("w_640,h_360,pos_top", "w_640,h_360,pos_top"),
        # 641 / 360.56 is 16:9, but heights are whole numbers.
        ("w_641,h_360", "w_960,h_540"),
        ("w_641,h_361", "w_960,h_540"),
        ("w_641,h_480", "w_960,h_720"),
        ("p_card", "p_card"),
        ("p_card,f_avif", "p_card,f_avif"),
    ],
)
def test_the_width_is_rounded_up_to_the_next_one_that_is_listed(requested: str, rendered: str) -> None:
    assert printed(allowed(POLICY, PRESETS, parse(requested))) == rendered


@pytest.mark.parametrize(
    ("requested", "message"),
    [
        ("w_1921", "The largest width is 1920 pixels."),
        ("w_640,f_png", "The format must be avif, webp or jpeg."),
        ("w_640,q_81", "The quality must be 80."),
        ("w_640,h_300", "The ratio of width and height must be 1:1, 4:3 or 16:9."),
        ("w_640,h_362", "The ratio of width and height must be 1:1, 4:3 or 16:9."),
        ("w_640,h_640,pos_left", "The fit must be cover, and the position attention or top."),
        ("w_640,h_640,pos_x0.5y0", "The fit must be cover, and the position attention or top."),
        ("w_640,h_640,fit_inside", "The fit must be cover, and the position attention or top."),
        ("p_banner", "There is no preset 'banner' that is rendered on demand."),
        ("p_card,f_webp", "The preset 'card' has no format webp."),
    ],
)
def test_what_the_policy_does_not_list_is_refused(requested: str, message: str) -> None:
    with pytest.raises(OperationsNotAllowed) as caught:
        allowed(POLICY, PRESETS, parse(requested))
    assert str(caught.value) == message


def test_without_the_image_s_own_ratio_a_height_is_needed() -> None:
    policy = OnDemandPolicy(widths=(640,), ratios=("1:1", "2:1"))
    with pytest.raises(OperationsNotAllowed, match=r"^A height is needed, for the ratio 1:1 or 2:1\.$"):
        allowed(policy, {}, Resize(width=640))


def test_without_other_ratios_than_the_image_s_own_no_height_is_allowed() -> None:
    with pytest.raises(OperationsNotAllowed, match=r"^No height is allowed\.$"):
        allowed(OnDemandPolicy(widths=(640,)), {}, Resize(width=640, height=360))


def test_without_widths_only_presets_are_allowed() -> None:
    with pytest.raises(OperationsNotAllowed):
        allowed(OnDemandPolicy(), PRESETS, Resize(width=1))
    assert allowed(OnDemandPolicy(), PRESETS, NamedPreset(name="card")) == NamedPreset(name="card")


@pytest.mark.parametrize(
    ("width", "ratio", "height"),
    [(640, "16:9", 360), (641, "16:9", 361), (3, "2:1", 2), (1, "999:1", 1), (5, "4:3", 4), (2, "4:3", 2)],
)
def test_heights_are_rounded_half_up_and_never_to_zero(width: int, ratio: str, height: int) -> None:
    assert height_at(width, ratio) == height


@pytest.mark.parametrize(
    ("policy", "bound"),
    [
        (OnDemandPolicy(), 0),
        (OnDemandPolicy(widths=(640,)), 3),
        (OnDemandPolicy(widths=(640,), ratios=("1:1",), positions=("top", "left")), 6),
        # Three crops at two positions, and the whole image: 6 widths * 7 * 3 formats.
        (POLICY, 126),
        (structs.replace(POLICY, positions=("attention",), qualities=(60, 80)), 144),
    ],
)
def test_the_bound_is_the_number_of_files(policy: OnDemandPolicy, bound: int) -> None:
    assert policy.bound == bound


@given(POLICIES, OPERATIONS)
def test_what_is_allowed_stays_the_same(policy: OnDemandPolicy, operations: Operations) -> None:
    try:
        first = allowed(policy, PRESETS, operations)
    except OperationsNotAllowed:
        return
    assert allowed(policy, PRESETS, first) == first


@given(POLICIES, st.lists(st.integers(1, 2000), max_size=20), st.sampled_from((-1, 0, 1)))
def test_all_requests_lead_to_no_more_files_than_the_bound(
    policy: OnDemandPolicy, widths: list[int], rounding: int
) -> None:
    keys = set()
    for requested in _requests(policy, [*widths, *policy.widths], rounding):
        try:
            operations = allowed(policy, {}, requested)
        except OperationsNotAllowed:
            continue
        keys.add(addresses.key(Rendition(image_id="i", version="0" * 12, operations=operations)))
    assert len(keys) <= policy.bound


@given(POLICIES, st.integers(1, 2001), FORMATS)
def test_a_file_is_at_least_as_wide_as_requested(policy: OnDemandPolicy, width: int, format_: str) -> None:
    requested = parse(f"w_{width},f_{format_}")
    try:
        operations = allowed(policy, {}, requested)
    except OperationsNotAllowed:
        return
    assert isinstance(operations, Resize)
    assert operations.width >= width
    assert operations.width in policy.widths
    assert operations.format == format_


def _requests(policy: OnDemandPolicy, widths: list[int], rounding: int) -> Iterator[Resize]:
    """Yield requests for these widths in all combinations, and heights that are off by `rounding`."""
    crops = [ratio for ratio in policy.ratios if ratio != "source"]
    for width, format_, quality in itertools.product(widths, policy.formats, policy.qualities):
        yield Resize(width=width, format=format_, quality=quality)
        for ratio, position in itertools.product(crops, policy.positions):
            height = max(1, height_at(width, ratio) + rounding)
            yield Resize(width=width, height=height, position=position, format=format_, quality=quality)
