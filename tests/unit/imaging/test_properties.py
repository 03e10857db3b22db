import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from chalicelib.domain.edits import Box, edited
from chalicelib.domain.geometry import plan
from chalicelib.errors import Rejected
from chalicelib.models import Format, VariantSpec
from tests.unit.imaging.samples import BLUE, ENGINE, GREEN, RED, YELLOW, encoded, near, opened, quarters

pytestmark = pytest.mark.also_without_kernel

sides = st.integers(1, 120)
boxes = st.integers(1, 150)
specs = st.builds(
    VariantSpec,
    name=st.just("v"),
    width=boxes,
    height=boxes,
    fit=st.sampled_from(["inside", "cover", "contain", "fill", "outside"]),
    position=st.sampled_from(["center", "entropy"]),
    format=st.sampled_from(["source", "jpeg", "png", "webp", "avif", "gif"]),
    quality=st.one_of(st.integers(1, 100), st.just("best")),
    background=st.sampled_from(["#ffffff", "#00000000"]),
    enlarge=st.booleans(),
    sharpen=st.booleans(),
    blur=st.sampled_from([0.0, 0.4, 60.0]),
    grayscale=st.booleans(),
)
thousandths = st.integers(0, 999)
crops = st.tuples(thousandths, thousandths, st.integers(1, 1000), st.integers(1, 1000))
modes = st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])


def stored(width: int, height: int, mode: str, orientation: int = 1) -> bytes:
    """Return an image in this mode, in a format that supports it, with EXIF data."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x8825] = {1: "N"}
    image = quarters(width, height)
    image = image.convert("L").convert(mode) if mode == "I;16" else image.convert(mode)
    return encoded(image, "jpeg" if mode == "CMYK" else "png", exif=exif)


@settings(max_examples=80)
@given(
    content=st.builds(stored, sides, sides, modes, st.integers(1, 8)),
    rotate=st.sampled_from([0, 90, 180, 270]),
    crop=st.none() | crops,
    spec=specs,
)
def test_every_variant_is_a_clean_file_of_the_planned_size(
    content: bytes, rotate: int, crop: Box | None, spec: VariantSpec
) -> None:
    info = edited(ENGINE.inspect(content), rotate, crop)
    (planned,) = plan(info, [spec])
    rendering = ENGINE.render(content, info, [planned])
    (variant,) = rendering.variants
    image = opened(variant.content)
    assert image.size == (variant.width, variant.height) == (planned.width, planned.height)
    assert image.format == planned.format.upper()
    assert dict(image.getexif()) == {}
    assert b"GPS" not in variant.content
    assert ENGINE.render(content, info, [planned]).variants == rendering.variants


@settings(max_examples=60)
@given(
    width=st.integers(40, 400),
    height=st.integers(40, 400),
    orientation=st.integers(1, 8),
    side=st.integers(16, 120),
    format_=st.sampled_from(["jpeg", "png", "webp"]),
)
def test_the_corners_stay_in_place(
    width: int, height: int, orientation: int, side: int, format_: Format
) -> None:
    content = stored(width, height, "RGB", orientation)
    info = ENGINE.inspect(content)
    spec = VariantSpec(name="v", width=side, height=side, fit="fill", format=format_, quality=95)
    image = opened(ENGINE.render(content, info, plan(info, [spec])).variants[0].content)
    corners = {
        1: (RED, GREEN, BLUE, YELLOW),
        2: (GREEN, RED, YELLOW, BLUE),
        3: (YELLOW, BLUE, GREEN, RED),
        4: (BLUE, YELLOW, RED, GREEN),
        5: (RED, BLUE, GREEN, YELLOW),
        6: (BLUE, RED, YELLOW, GREEN),
        7: (YELLOW, GREEN, BLUE, RED),
        8: (GREEN, YELLOW, RED, BLUE),
    }[orientation]
    right, bottom = image.width - 2, image.height - 2
    for at, color in zip([(1, 1), (right, 1), (1, bottom), (right, bottom)], corners, strict=True):
        assert near(image.getpixel(at), color, tolerance=30)


@settings(max_examples=60)
@given(alpha=st.integers(0, 255), side=st.integers(1, 90), format_=st.sampled_from(["png", "webp", "avif"]))
def test_a_uniform_transparency_is_kept(alpha: int, side: int, format_: Format) -> None:
    content = encoded(Image.new("RGBA", (64, 48), (200, 100, 50, alpha)), "png")
    info = ENGINE.inspect(content)
    spec = VariantSpec(name="v", width=side, height=side, format=format_, quality=95)
    image = opened(ENGINE.render(content, info, plan(info, [spec])).variants[0].content).convert("RGBA")
    lowest, highest = image.getchannel("A").getextrema()
    assert near((lowest, highest), (alpha, alpha), tolerance=3)


@settings(max_examples=100)
@given(
    content=st.binary(max_size=400), start=st.sampled_from([b"", b"\xff\xd8\xff", b"GIF89a", b"BM", b"II*\0"])
)
def test_any_bytes_are_rendered_or_rejected(content: bytes, start: bytes) -> None:
    spec = VariantSpec(name="v", width=10, height=10)
    with contextlib.suppress(Rejected):
        info = ENGINE.inspect(start + content)
        assert ENGINE.render(start + content, info, plan(info, [spec])).variants
