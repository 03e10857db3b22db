from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageOps, ImageStat

from local.sample.image import sample


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample(tmp_path_factory.mktemp("sample"))


def test_the_sample_is_a_12_megapixel_jpeg_stored_on_its_side(photo: Path) -> None:
    with Image.open(photo) as stored:
        assert (stored.format, stored.size) == ("JPEG", (4000, 3000))
        assert stored.getexif()[ExifTags.Base.Orientation] == 6
        assert ImageOps.exif_transpose(stored).size == (3000, 4000)


def test_the_sample_has_gps_coordinates(photo: Path) -> None:
    with Image.open(photo) as stored:
        gps = stored.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert gps[ExifTags.GPS.GPSLatitudeRef] == "N"


def test_when_upright_the_sky_is_lighter_than_the_shore(photo: Path) -> None:
    with Image.open(photo) as stored:
        upright = ImageOps.exif_transpose(stored).convert("L")
    sky = upright.crop((0, 1000, 3000, 1400))
    shore = upright.crop((0, 3900, 3000, 4000))
    assert ImageStat.Stat(sky).mean[0] > 2 * ImageStat.Stat(shore).mean[0]


def test_the_sample_is_drawn_once(photo: Path) -> None:
    before = photo.stat().st_mtime_ns
    assert sample(photo.parent) == photo
    assert photo.stat().st_mtime_ns == before
