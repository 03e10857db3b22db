"""The format of a file depends on what the browser accepts."""

import pytest

from chalicelib.domain.on_demand.negotiation import MAX_ACCEPT, formats_for, negotiated, preset_formats
from chalicelib.models import NamedPreset, OnDemandPolicy, RenditionFormat, Resize, VariantSpec

ALL: tuple[RenditionFormat, ...] = ("gif", "jpeg", "png", "webp", "avif")
CHROME = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"
SAFARI_13 = "image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5"


@pytest.mark.parametrize(
    ("accept", "formats", "chosen"),
    [
        (CHROME, ALL, "avif"),
        (CHROME, ("webp", "jpeg"), "webp"),
        (CHROME, ("jpeg",), "jpeg"),
        ("image/webp", ALL, "webp"),
        ("IMAGE/AVIF", ALL, "avif"),
        ("text/html, image/avif ;q=0.5", ALL, "avif"),
        ("image/avif;q=0.001", ALL, "avif"),
        ("image/avif;q=0, image/webp", ALL, "webp"),
        ("image/avif; q=0.000", ALL, "jpeg"),
        ("image/avif;q=0;level=1", ALL, "jpeg"),
        ("image/avifx", ALL, "jpeg"),
        # Programs that cannot decode AVIF send wildcards, too.
        ("*/*", ALL, "jpeg"),
        ("image/*", ALL, "jpeg"),
        (SAFARI_13, ALL, "jpeg"),
        ("", ALL, "jpeg"),
        ("", ("png", "gif"), "png"),
        ("", ("avif", "gif"), "gif"),
        # Nothing else is there.
        ("", ("avif", "webp"), "webp"),
        ("", ("avif",), "avif"),
    ],
)
def test_the_smallest_format_that_the_browser_accepts_is_chosen(
    accept: str, formats: tuple[RenditionFormat, ...], chosen: str
) -> None:
    assert negotiated(accept, formats) == chosen


def test_the_order_of_the_formats_does_not_matter() -> None:
    assert negotiated(CHROME, ALL) == negotiated(CHROME, ALL[::-1]) == "avif"
    assert negotiated("", ALL) == negotiated("", ALL[::-1]) == "jpeg"


def test_only_the_beginning_of_a_long_header_is_read() -> None:
    assert negotiated("x" * MAX_ACCEPT + ",image/avif", ALL) == "jpeg"


def test_a_preset_has_its_own_formats() -> None:
    one = VariantSpec(name="card", width=1, format="png")
    several = VariantSpec(name="card", width=1, formats=("webp", "gif"))
    policy = OnDemandPolicy(formats=("jpeg",))
    assert preset_formats(one) == ("png",)
    assert preset_formats(several) == ("webp", "gif")
    assert formats_for(NamedPreset(name="card"), policy, several) == ("webp", "gif")
    assert formats_for(Resize(width=1), policy, None) == ("jpeg",)
