from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageOps

from local.image_facts import image_facts, variant_facts
from local.sample.image import sample

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="46,22.2N"/></x:xmpmeta>'


def corner(size: tuple[int, int] = (80, 60)) -> Image.Image:
    """Return an image that looks different in each of the eight orientations."""
    image = Image.new("L", size, 40)
    image.paste(220, (0, 0, size[0] // 2, size[1] // 4))
    return image


def stored(folder: Path, orientation: int) -> Path:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    file = folder / f"{orientation}.png"
    corner().save(file, exif=exif)
    return file


def upright(file: Path) -> Image.Image:
    with Image.open(file) as image:
        return ImageOps.exif_transpose(image)


def test_the_sample_is_stored_on_its_side_with_gps_data(tmp_path: Path) -> None:
    file = sample(tmp_path)
    facts = image_facts(file)
    assert (facts.format, facts.width, facts.height, facts.orientation) == ("JPEG", 4000, 3000, 6)
    assert facts.gps
    assert facts.size == file.stat().st_size


def test_an_image_without_metadata_is_upright_and_has_no_gps_data(tmp_path: Path) -> None:
    corner().save(tmp_path / "plain.png")
    facts = image_facts(tmp_path / "plain.png")
    assert (facts.orientation, facts.gps) == (1, False)


@pytest.mark.parametrize("suffix", ["jpg", "webp", "tiff"])
def test_gps_data_in_xmp_is_found(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"xmp.{suffix}"
    options = {"tiffinfo": {700: XMP}} if suffix == "tiff" else {"xmp": XMP}
    corner().convert("RGB").save(file, **options)
    assert image_facts(file).gps


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_rotated_variant_is_upright(tmp_path: Path, orientation: int) -> None:
    original = stored(tmp_path, orientation)
    upright(original).resize((30, 30)).save(tmp_path / "variant.png")
    assert variant_facts(tmp_path / "variant.png", original).upright


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_variant_with_the_pixels_as_stored_is_not_upright(tmp_path: Path, orientation: int) -> None:
    original = stored(tmp_path, orientation)
    corner((40, 30)).save(tmp_path / "variant.png")
    assert not variant_facts(tmp_path / "variant.png", original).upright


def test_reading_a_file_that_is_not_an_image_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_text("text")
    with pytest.raises(OSError, match="cannot identify"):
        image_facts(tmp_path / "text.jpg")
