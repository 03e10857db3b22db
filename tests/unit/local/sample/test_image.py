from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageOps, ImageStat

from local.sample.image import sample


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample(tmp_path_factory.mktemp("sample"))


def test_it_is_a_12_megapixel_jpeg_that_lies_on_its_side(picture: Path) -> None:
    with Image.open(picture) as stored:
        assert (stored.format, stored.size) == ("JPEG", (4000, 3000))
        assert stored.getexif()[ExifTags.Base.Orientation] == 6
        assert ImageOps.exif_transpose(stored).size == (3000, 4000)


def test_it_tells_where_it_was_taken(picture: Path) -> None:
    with Image.open(picture) as stored:
        place = stored.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert place[ExifTags.GPS.GPSLatitudeRef] == "N"


def test_upright_it_shows_light_above_and_darkness_at_the_feet(picture: Path) -> None:
    with Image.open(picture) as stored:
        upright = ImageOps.exif_transpose(stored).convert("L")
    sky = upright.crop((0, 1000, 3000, 1400))
    shore = upright.crop((0, 3900, 3000, 4000))
    assert ImageStat.Stat(sky).mean[0] > 2 * ImageStat.Stat(shore).mean[0]


def test_it_is_drawn_once(picture: Path) -> None:
    before = picture.stat().st_mtime_ns
    assert sample(picture.parent) == picture
    assert picture.stat().st_mtime_ns == before
