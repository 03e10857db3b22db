"""The variants that a browser may choose among."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.domain import responsive
from chalicelib.models import Image, Variant
from tests.contract.records import a_ready_image, an_image

WIDTH, HEIGHT = 4000, 3000
EXTENSIONS = {"avif": "avif", "webp": "webp", "gif": "gif", "png": "png", "jpeg": "jpg"}


def a_variant(name: str, format_: str, width: int, height: int | None = None, **more: bool) -> Variant:
    return Variant(
        name=name,
        key=f"v/id/0123/{name}.{EXTENSIONS[format_]}",
        content_type=f"image/{format_}",
        width=width,
        height=width * HEIGHT // WIDTH if height is None else height,
        size=9,
        has_effects=more.get("has_effects", False),
        is_animated=more.get("is_animated", False),
    )


def an_image_with(*variants: Variant) -> Image:
    return replace(a_ready_image(an_image()), width=WIDTH, height=HEIGHT, variants=variants)


def chosen(*variants: Variant) -> list[list[str]]:
    """Return each source's variants, as `name.extension`."""
    return [
        [each.key.rpartition("/")[2] for each in source]
        for source in responsive.sources(an_image_with(*variants))
    ]


def test_each_source_has_one_type_and_the_least_compatible_is_the_first() -> None:
    variants = [
        a_variant(name, format_, width)
        for name, width in (("large", 1600), ("small", 400))
        for format_ in ("jpeg", "avif", "webp")
    ]
    assert chosen(*variants) == [
        ["small.avif", "large.avif"],
        ["small.webp", "large.webp"],
        ["small.jpg", "large.jpg"],
    ]


def test_cropped_padded_and_distorted_variants_are_left_out() -> None:
    square = a_variant("square", "jpeg", 400, 400)
    assert chosen(a_variant("small", "jpeg", 400), square) == [["small.jpg"]]
    assert chosen(square) == []


@pytest.mark.parametrize("height", [299, 300, 301])
def test_rounded_sides_keep_the_aspect_ratio(height: int) -> None:
    assert chosen(a_variant("small", "jpeg", 400, height)) == [["small.jpg"]]


@pytest.mark.parametrize("height", [297, 303])
def test_other_sides_do_not(height: int) -> None:
    assert chosen(a_variant("small", "jpeg", 400, height)) == []


def test_variants_with_effects_are_left_out_if_there_are_others() -> None:
    gray = a_variant("gray", "jpeg", 800, has_effects=True)
    assert chosen(gray, a_variant("small", "jpeg", 400)) == [["small.jpg"]]
    assert chosen(gray) == [["gray.jpg"]]


def test_stills_are_left_out_if_there_are_animated_variants() -> None:
    """A browser that can display AVIF would show a still image."""
    still = a_variant("large", "avif", 1600), a_variant("small", "jpeg", 800)
    animated = [a_variant("small", format_, 400, is_animated=True) for format_ in ("gif", "webp")]
    assert chosen(*still, *animated) == [["small.webp"], ["small.gif"]]
    assert chosen(*still) == [["large.avif"], ["small.jpg"]]


def test_stills_are_preferred_to_animated_variants_with_effects() -> None:
    blurred = a_variant("blurred", "webp", 400, has_effects=True, is_animated=True)
    assert chosen(blurred, a_variant("small", "jpeg", 400)) == [["small.jpg"]]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_type_that_would_hide_a_wider_file_is_left_out(order: tuple[int, ...]) -> None:
    variants = [
        a_variant("tiny", "avif", 100),
        a_variant("small", "webp", 400),
        a_variant("large", "jpeg", 400),
    ]
    assert chosen(*(variants[index] for index in order)) == [["small.webp"], ["large.jpg"]]


@pytest.mark.parametrize(
    ("formats", "last"),
    [
        (("png", "jpeg"), "b.jpg"),
        (("gif", "png"), "b.png"),
        (("jpeg", "gif"), "a.jpg"),
    ],
)
def test_only_one_of_the_types_that_every_browser_displays_is_used(
    formats: tuple[str, str], last: str
) -> None:
    """A browser would take the first of them and never look at the other."""
    one, other = (a_variant(name, format_, 400) for name, format_ in zip("ab", formats, strict=True))
    assert chosen(one, other) == [[last]]


def test_of_these_types_the_one_with_the_most_variants_is_used() -> None:
    variants = a_variant("a", "png", 400), a_variant("b", "png", 800), a_variant("c", "jpeg", 1600)
    assert chosen(*variants) == [["a.png", "b.png"]]


def test_without_such_a_type_the_last_source_is_webp_or_avif() -> None:
    avif, webp = a_variant("a", "avif", 400), a_variant("a", "webp", 400)
    assert chosen(webp, avif) == [["a.avif"], ["a.webp"]]
    assert chosen(avif) == [["a.avif"]]


def test_a_source_has_one_variant_per_width() -> None:
    assert chosen(a_variant("a", "jpeg", 400), a_variant("b", "jpeg", 400)) == [["a.jpg"]]


def test_an_image_without_dimensions_has_no_sources() -> None:
    image = an_image_with(a_variant("a", "jpeg", 400))
    assert responsive.sources(replace(image, width=None)) == ()
    assert responsive.sources(an_image()) == ()


@given(
    st.lists(
        st.builds(
            a_variant,
            st.sampled_from("abc"),
            st.sampled_from(sorted(EXTENSIONS)),
            st.sampled_from([4, 400, 800]),
            st.sampled_from([None, 300]),
            has_effects=st.booleans(),
            is_animated=st.booleans(),
        )
    )
)
def test_any_variants_give_sources_of_one_type_each_that_end_as_wide_as_the_last(
    variants: list[Variant],
) -> None:
    sources = responsive.sources(an_image_with(*variants))
    types = [{each.content_type for each in source} for source in sources]
    assert all(len(each) == 1 for each in types)
    order = ["image/avif", "image/webp", "image/gif", "image/png", "image/jpeg"]
    places = [order.index(content_type) for each in types for content_type in each]
    assert places == sorted(set(places))
    assert sum(place >= order.index("image/gif") for place in places) <= 1
    for source in sources:
        assert [each.width for each in source] == sorted({each.width for each in source})
        assert source[-1].width >= sources[-1][-1].width
    assert len({each.has_effects for source in sources for each in source}) <= 1


FORMATS = [a_variant("small", "jpeg", 400), a_variant("small", "avif", 400), a_variant("big", "webp", 800)]


@pytest.mark.parametrize("variants", [FORMATS, FORMATS[::-1]])
@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("small", "image/jpeg"),
        ("small.jpg", "image/jpeg"),
        ("small.avif", "image/avif"),
        ("big", "image/webp"),
        ("big.webp", "image/webp"),
    ],
)
def test_a_variant_is_found_by_name_and_by_name_and_extension(
    variants: list[Variant], name: str, content_type: str
) -> None:
    found = responsive.named(variants, name)
    assert found is not None
    assert (found.name, found.content_type) == (name.partition(".")[0], content_type)


@pytest.mark.parametrize("name", ["", "other", "small.webp", "small.JPG", "small.jpg.jpg", ".jpg", "big.jpg"])
def test_other_names_are_not_found(name: str) -> None:
    assert responsive.named(FORMATS, name) is None
