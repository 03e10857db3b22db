"""The operations in the URL of a variant on demand."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.domain.on_demand.operations import MAX_LENGTH, parse, printed
from chalicelib.errors import InvalidOperations
from chalicelib.models import NamedPreset, Operations, Resize
from tests.unit.domain.on_demand.operation_strategies import OPERATIONS

# Almost operations: what a parser that is too lenient would accept.
PARTS = (
    "w_640",
    "h_480",
    "fit_cover",
    "fit_inside",
    "pos_top",
    "pos_x0.5y1",
    "f_auto",
    "f_webp",
    "q_80",
    "p_a",
)


@pytest.mark.parametrize(
    ("text", "operations"),
    [
        ("w_1", Resize(width=1)),
        ("w_16383", Resize(width=16_383)),
        ("w_640,h_480", Resize(width=640, height=480)),
        ("w_640,h_480,fit_inside", Resize(width=640, height=480, fit="inside")),
        ("w_640,h_480,pos_top-left", Resize(width=640, height=480, position="top-left")),
        ("w_640,h_480,pos_top", Resize(width=640, height=480, position="top")),
        ("w_640,h_480,pos_x0.5y0.3", Resize(width=640, height=480, position=(500, 300))),
        ("w_640,h_480,pos_x0y1", Resize(width=640, height=480, position=(0, 1000))),
        ("w_640,h_480,pos_x0.001y0.999", Resize(width=640, height=480, position=(1, 999))),
        ("w_640,f_webp", Resize(width=640, format="webp")),
        ("w_640,q_100", Resize(width=640, quality=100)),
        ("w_640,f_avif,q_9", Resize(width=640, format="avif", quality=9)),
        ("p_card", NamedPreset(name="card")),
        ("p_300x300_2-b,f_gif", NamedPreset(name="300x300_2-b", format="gif")),
    ],
)
def test_canonical_operations_are_parsed_and_printed(text: str, operations: Operations) -> None:
    assert parse(text) == operations
    assert printed(operations) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("w_640,f_auto", "w_640"),
        ("w_640,q_80", "w_640"),
        ("w_640,h_480,fit_cover,pos_attention,f_auto,q_80", "w_640,h_480"),
        ("p_card,f_auto", "p_card"),
    ],
)
def test_what_is_the_default_is_not_printed(text: str, canonical: str) -> None:
    assert printed(parse(text)) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "w_",
        "w_0",
        "w_-1",
        "w_+640",
        "w_0640",
        "w_640.0",
        "w_1e3",
        "w_64000000",
        "w_٦٤٠",  # digits of another script
        "h_480",
        "f_webp",
        "q_80",
        "h_480,w_640",
        "w_640,f_webp,h_480",
        "w_640,q_80,f_webp",
        "w_640,w_640",
        "w_640,f_webp,f_webp",
        "w_640,",
        ",w_640",
        "w_640,,h_480",
        "w_640 ",
        "w_640\n",
        "W_640",
        "w_640,f_WEBP",
        "w_640,f_gif",
        "w_640,f_source",
        "w_640,fit_cover",
        "w_640,pos_top",
        "w_640,h_480,pos_top,fit_cover",
        "w_640,h_480,fit_contain",
        "w_640,h_480,pos_face",
        "w_640,h_480,pos_top left",
        "w_640,h_480,pos_x0.5",
        "w_640,h_480,pos_x.5y0.5",
        "w_640,h_480,pos_x0.50y0.5",
        "w_640,h_480,pos_x0.0y0.5",
        "w_640,h_480,pos_x0.1234y0.5",
        "w_640,h_480,pos_x1.1y0.5",
        "w_640,h_480,pos_x-0.5y0.5",
        "w_640,q_0",
        "w_640,q_101",
        "w_640,q_080",
        "p_",
        "p_-card",
        "p_a.b",
        "p_" + "a" * 65,
        "p_card,w_640",
        "w_640,p_card",
        "p_card,q_80",
        "p_card,f_source",
        "w%5F640",
        "w_640%2Ch_480",
        "../w_640",
        "w_640/",
        "w_1" + "0" * 10_000,
    ],
)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidOperations, match=r"such as `w_640`"):
        parse(text)


@pytest.mark.parametrize("text", ["w_16384", "w_99999", "w_640,h_16384"])
def test_a_side_is_at_most_that_of_the_largest_webp(text: str) -> None:
    with pytest.raises(InvalidOperations, match=r"^The largest width and height are 16383 pixels\.$"):
        parse(text)


def test_what_is_not_cropped_has_no_position() -> None:
    with pytest.raises(InvalidOperations, match=r"^`fit_inside` does not crop, so it has no position\.$"):
        parse("w_640,h_480,fit_inside,pos_top")


@given(OPERATIONS)
@example(NamedPreset(name="a" * 64, format="jpeg"))
@example(Resize(width=16_383, height=16_383, position=(123, 456), format="jpeg", quality=100))
def test_printed_operations_are_parsed_to_the_same(operations: Operations) -> None:
    text = printed(operations)
    assert parse(text) == operations
    assert len(text) <= MAX_LENGTH


@given(st.lists(st.sampled_from(PARTS), max_size=6).map(",".join))
def test_there_is_one_way_to_print_what_is_accepted(text: str) -> None:
    try:
        operations = parse(text)
    except InvalidOperations:
        return
    assert parse(printed(operations)) == operations
    assert printed(parse(printed(operations))) == printed(operations)
    # Nothing is reordered or added, only left out.
    parts = iter(text.split(","))
    assert all(part in parts for part in printed(operations).split(","))
