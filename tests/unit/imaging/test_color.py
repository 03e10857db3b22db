from io import BytesIO

import pytest
from PIL import Image, ImageCms

from chalicelib.imaging.color.description import ColorDescription
from chalicelib.imaging.color.to_srgb import to_srgb
from tests.unit.imaging.samples import encoded, near, photo, rendered

pytestmark = pytest.mark.also_without_kernel


def swapped() -> bytes:
    """Return sRGB's profile with red and green swapped."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * profile[131], 12)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    profile[red + 4 : red + 12], profile[green + 4 : green + 12] = (
        profile[green + 4 : green + 12],
        profile[red + 4 : red + 12],
    )
    return (
        bytes(profile)
        .replace(b"sRGB built-in", b"swap built-in")
        .replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))
    )


def test_an_embedded_profile_is_converted_to_srgb() -> None:
    content = encoded(Image.new("RGB", (100, 100), (200, 20, 20)), "png", icc_profile=swapped())
    image = rendered(content, format="png")
    assert near(image.getpixel((30, 30)), (20, 200, 20))
    assert "icc_profile" not in image.info


def test_transparency_survives_the_conversion() -> None:
    content = encoded(Image.new("RGBA", (100, 100), (200, 20, 20, 128)), "png", icc_profile=swapped())
    assert near(rendered(content, format="png").getpixel((30, 30)), (20, 200, 20, 128))


def test_an_srgb_profile_changes_nothing() -> None:
    image = photo(40, 30)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert to_srgb(image, ColorDescription(icc=profile)) is image


@pytest.mark.parametrize("profile", [b"", b"no profile", swapped()[:200]])
def test_a_broken_profile_is_ignored(profile: bytes) -> None:
    image = photo(40, 30)
    assert to_srgb(image, ColorDescription(icc=profile)) is image


def test_a_profile_of_another_color_space_is_ignored() -> None:
    image = photo(40, 30).convert("L")
    assert to_srgb(image, ColorDescription(icc=swapped())) is image


def test_cmyk_keeps_its_colors() -> None:
    content = encoded(Image.new("CMYK", (100, 100), (0, 255, 255, 0)), "jpeg", quality=95)
    assert near(rendered(content).getpixel((30, 30)), (255, 0, 0))


def test_cmyk_inverted_by_adobe_keeps_its_colors() -> None:
    content = encoded(Image.new("CMYK", (100, 100), (0, 255, 255, 0)), "jpeg", quality=95)
    assert b"Adobe" in content[:200]
    assert near(rendered(content, format="png").getpixel((30, 30)), (255, 0, 0))


@pytest.mark.parametrize("format_", ["png", "tiff"])
def test_sixteen_bits_are_scaled_and_not_clipped(format_: str) -> None:
    image = Image.new("I;16", (100, 100), 0x8080)
    out = rendered(encoded(image, format_), format="png").convert("RGB")
    assert near(out.getpixel((30, 30)), (128, 128, 128), tolerance=1)


def test_floating_point_values_are_scaled_from_black_to_white() -> None:
    image = Image.new("F", (100, 100), 1000.0)
    image.paste(3000.0, (0, 0, 50, 100))
    out = rendered(encoded(image, "tiff"), format="png").convert("L")
    assert (out.getpixel((5, 30)), out.getpixel((55, 30))) == (255, 0)


def test_lab_is_converted_to_srgb() -> None:
    red = ImageCms.profileToProfile(
        Image.new("RGB", (100, 100), (200, 20, 20)),
        ImageCms.createProfile("sRGB"),
        ImageCms.createProfile("LAB"),
        outputMode="LAB",
    )
    assert red
    buffer = BytesIO()
    red.save(buffer, "tiff")
    assert near(rendered(buffer.getvalue(), format="png").getpixel((30, 30)), (200, 20, 20))


def test_a_bitmap_is_resampled_in_gray() -> None:
    stripes = Image.new("1", (100, 100), 0)
    for column in range(0, 100, 2):
        stripes.paste(1, (column, 0, column + 1, 100))
    out = rendered(encoded(stripes, "png"), format="png", width=25, height=25).convert("L")
    assert near((out.getpixel((12, 12)),), (128,))
