import msgspec
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.overlay_geometry import fitted, offset, repeated
from chalicelib.models import POSITIONS, Overlay

SIDES = st.integers(1, 500)
SIZES = st.tuples(SIDES, SIDES)


def overlay_at(position: str, margin: int) -> Overlay:
    return msgspec.convert({"image": "a.png", "position": position, "margin": margin}, Overlay)


def test_an_overlay_keeps_its_size_and_is_never_enlarged() -> None:
    assert fitted((40, 20), (400, 300), 10) == (40, 20)


def test_an_overlay_that_is_too_large_is_scaled_down_to_the_room_between_the_margins() -> None:
    assert fitted((400, 200), (120, 300), 10) == (100, 50)
    assert fitted((200, 400), (300, 120), 10) == (50, 100)


def test_margins_can_leave_no_room() -> None:
    assert fitted((40, 20), (100, 20), 10) is None
    assert fitted((40, 20), (100, 21), 10) == (2, 1)


def test_the_position_is_where_css_places_a_background_between_the_margins() -> None:
    placed = {position: offset(overlay_at(position, 5), (20, 10), (110, 60)) for position in POSITIONS}
    assert placed == {
        "center": (45, 25),
        "top": (45, 5),
        "right": (85, 25),
        "bottom": (45, 45),
        "left": (5, 25),
        "top left": (5, 5),
        "top right": (85, 5),
        "bottom left": (5, 45),
        "bottom right": (85, 45),
    }


@given(image=SIZES, variant=SIZES, margin=st.integers(0, 300), position=st.sampled_from([*POSITIONS]))
def test_an_overlay_stays_between_the_margins(
    image: tuple[int, int], variant: tuple[int, int], margin: int, position: str
) -> None:
    size = fitted(image, variant, margin)
    if size is None:
        assert 2 * margin >= min(variant)
        return
    starts = offset(overlay_at(position, margin), size, variant)
    for start, length, available in zip(starts, size, variant, strict=True):
        assert margin <= start
        assert start + length <= available - margin


@given(start=st.integers(0, 100), step=st.integers(1, 50), available=SIDES)
def test_tiles_repeat_in_both_directions_from_the_first_one(start: int, step: int, available: int) -> None:
    starts = repeated(start, step, available)
    assert -step < starts[0] <= 0
    assert available - step <= starts[-1] < available or starts[-1] == starts[0]
    assert (start - starts[0]) % step == 0
