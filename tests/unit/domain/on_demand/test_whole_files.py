"""The files on demand that a browser may choose among."""

import pytest
from msgspec import structs
from msgspec.structs import replace

from chalicelib.domain import responsive
from chalicelib.domain.on_demand.operations import printed
from chalicelib.domain.on_demand.whole_files import MAX_WIDTHS, OnDemandFile, whole_files
from chalicelib.models import Image, OnDemandPolicy, Variant
from tests.contract.records import a_ready_image, an_image

POLICY = OnDemandPolicy(widths=(320, 640, 1280), formats=("avif", "webp", "jpeg"))


def a_variant(format_: str, width: int = 400, height: int | None = None, **more: bool) -> Variant:
    return Variant(
        name="small",
        key=f"v/id/0123/small.{format_}",
        content_type=f"image/{format_}",
        width=width,
        height=width * 3 // 4 if height is None else height,
        size=9,
        has_effects=more.get("has_effects", False),
        is_animated=more.get("is_animated", False),
    )


def an_image_with(*variants: Variant, width: int = 4000, source: str = "jpeg") -> Image:
    return replace(
        a_ready_image(an_image()),
        content_type=f"image/{source}",
        width=width,
        height=width * 3 // 4,
        variants=variants,
    )


def files(image: Image, policy: OnDemandPolicy = POLICY) -> tuple[OnDemandFile, ...]:
    return whole_files(image, policy, printed)


def formats(image: Image, policy: OnDemandPolicy = POLICY) -> list[str]:
    return list(dict.fromkeys(file.content_type.removeprefix("image/") for file in files(image, policy)))


def widths(image: Image, policy: OnDemandPolicy = POLICY) -> list[tuple[str, int]]:
    """Return what is requested in the first format, and the width of the file."""
    shown = [file for file in files(image, policy) if file.content_type == "image/avif"]
    return [(file.url.removesuffix(",f_avif"), file.width) for file in shown]


def chosen(image: Image) -> list[list[str]]:
    """Return each source's files: URLs on demand, and keys of variants."""
    return [
        [each.key if isinstance(each, Variant) else each.url for each in source]
        for source in responsive.sources(image, files(image))
    ]


def test_there_is_one_for_each_format_and_width_of_the_policy() -> None:
    assert [file.url for file in files(an_image_with())] == [
        f"w_{width},f_{format_}" for format_ in ("avif", "webp", "jpeg") for width in (320, 640, 1280)
    ]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (4000, [("w_320", 320), ("w_640", 640), ("w_1280", 1280)]),
        (1280, [("w_320", 320), ("w_640", 640), ("w_1280", 1280)]),
        (1279, [("w_320", 320), ("w_640", 640), ("w_1280", 1279)]),
        (641, [("w_320", 320), ("w_640", 640), ("w_1280", 641)]),
        (640, [("w_320", 320), ("w_640", 640)]),
        (100, [("w_320", 100)]),
    ],
)
def test_none_is_wider_than_the_image(width: int, expected: list[tuple[str, int]]) -> None:
    assert widths(an_image_with(width=width)) == expected


def test_of_many_widths_some_at_even_distances_are_used() -> None:
    policy = structs.replace(POLICY, widths=tuple(range(100, 2100, 100)))
    used = [width for _, width in widths(an_image_with(), policy)]
    assert used == [100, 400, 600, 900, 1200, 1500, 1700, 2000]
    assert len(used) == MAX_WIDTHS


def test_a_file_has_the_image_s_aspect_ratio() -> None:
    image = replace(an_image_with(), width=1000, height=667)
    assert [(file.width, file.height) for file in files(image)[:3]] == [(320, 213), (640, 427), (1000, 667)]


def test_a_strip_is_left_out_where_it_is_higher_than_encoders_can_write() -> None:
    image = replace(an_image_with(), width=400, height=20_000)
    assert [file.width for file in files(image)] == [320, 320, 320]


@pytest.mark.parametrize(
    "policy",
    [OnDemandPolicy(), structs.replace(POLICY, ratios=("1:1",))],
    ids=["no widths", "only crops"],
)
def test_there_are_none_if_the_policy_has_none_that_show_the_whole_image(policy: OnDemandPolicy) -> None:
    assert files(an_image_with(), policy) == ()


def test_there_are_none_before_the_size_is_known() -> None:
    assert files(an_image()) == ()


def test_they_do_not_replace_variants_with_a_watermark() -> None:
    marked = a_variant("jpeg", has_effects=True)
    assert files(an_image_with(marked)) == ()
    assert chosen(an_image_with(marked)) == [["v/id/0123/small.jpeg"]]
    # A browser shows the plain variant already.
    assert files(an_image_with(marked, a_variant("webp", 200)))


@pytest.mark.parametrize(
    ("source", "variants", "expected"),
    [
        # A still, for certain.
        ("jpeg", [a_variant("jpeg")], ["avif", "webp", "jpeg"]),
        ("heic", [], ["avif", "webp", "jpeg"]),
        ("gif", [a_variant("gif")], ["avif", "webp", "jpeg"]),
        ("png", [a_variant("webp")], ["avif", "webp", "jpeg"]),
        # Animations.
        ("gif", [a_variant("gif", is_animated=True)], ["webp"]),
        ("webp", [a_variant("webp", is_animated=True), a_variant("jpeg", 800)], ["webp"]),
        ("avif", [a_variant("webp", is_animated=True)], ["avif", "webp"]),
        # An animation of which browsers have got stills so far.
        ("gif", [a_variant("jpeg"), a_variant("webp", 100, 100, is_animated=True)], ["avif", "jpeg"]),
        # Only a cropped variant shows that it is an animation.
        ("gif", [a_variant("webp", 100, 100, is_animated=True)], ["webp"]),
        # Nothing shows whether it is an animation.
        ("gif", [a_variant("jpeg")], ["avif", "jpeg"]),
        ("avif", [a_variant("jpeg")], ["jpeg"]),
        ("webp", [], ["avif", "jpeg"]),
    ],
)
def test_stills_and_animations_are_not_mixed(
    source: str, variants: list[Variant], expected: list[str]
) -> None:
    assert formats(an_image_with(*variants, source=source)) == expected


def test_a_still_jpeg_does_not_hide_an_animation() -> None:
    animated = a_variant("gif", is_animated=True), a_variant("jpeg", 800)
    assert chosen(an_image_with(*animated, source="gif")) == [
        ["w_320,f_webp", "w_640,f_webp", "w_1280,f_webp"],
        ["v/id/0123/small.gif"],
    ]


def test_variants_come_first_at_the_same_width() -> None:
    image = an_image_with(a_variant("webp", 640), a_variant("jpeg", 400))
    assert chosen(image) == [
        ["w_320,f_avif", "w_640,f_avif", "w_1280,f_avif"],
        ["w_320,f_webp", "v/id/0123/small.webp", "w_1280,f_webp"],
        ["w_320,f_jpeg", "v/id/0123/small.jpeg", "w_640,f_jpeg", "w_1280,f_jpeg"],
    ]


def test_the_variants_decide_which_type_every_browser_displays() -> None:
    """A JPEG has no transparency."""
    image = an_image_with(a_variant("png"), source="png")
    assert chosen(image) == [
        ["w_320,f_avif", "w_640,f_avif", "w_1280,f_avif"],
        ["w_320,f_webp", "w_640,f_webp", "w_1280,f_webp"],
        ["v/id/0123/small.png"],
    ]


def test_without_variants_of_the_whole_image_there_are_still_sources() -> None:
    image = an_image_with(a_variant("jpeg", 100, 100))
    assert [len(source) for source in chosen(image)] == [3, 3, 3]
