from pathlib import Path

import pytest

from local.demo_report import report
from local.image_facts import ImageFacts


def facts(name: str = "a.jpg", size: int = 1000, **options: int | bool) -> ImageFacts:
    values = {"width": 225, "height": 300, "orientation": 1, "gps": False} | options
    return ImageFacts(file=Path(".local/demo", name), format="JPEG", size=size, **values)  # type: ignore[arg-type]


ORIGINAL = facts(size=922_076, width=4000, height=3000, orientation=6, gps=True)


def text(original: ImageFacts, **variants: ImageFacts) -> str:
    return report("photo.jpg", 0.4, 1.6, original, variants)


def test_the_table_lists_the_original_and_each_variant_in_aligned_columns() -> None:
    lines = text(ORIGINAL, small=facts(size=8627), large=facts(size=1_234_567, width=1200, height=1600))
    assert lines.splitlines()[:6] == [
        "photo.jpg is ready after 1.6 s (upload 0.4 s, processing 1.2 s)",
        "",
        "  Image      Dimensions  Format      Size  Saved",
        "  original  4000 x 3000  JPEG    922.1 KB",
        "  small       225 x 300  JPEG      8.6 KB    99%",
        "  large     1200 x 1600  JPEG      1.2 MB",
    ]


def test_every_line_fits_a_narrow_terminal() -> None:
    variants = {name: facts(f"{name}.jpg") for name in ("300x300", "square", "large")}
    assert max(map(len, text(ORIGINAL, **variants).splitlines())) <= 76


def test_each_file_is_listed_by_variant() -> None:
    assert "\n  small  .local/demo/s.jpg\n" in text(ORIGINAL, small=facts("s.jpg"))


def test_rotation_and_removed_gps_data_are_reported_with_the_check() -> None:
    shown = text(ORIGINAL, small=facts())
    assert "The original is on its side (4000 x 3000, EXIF orientation 6)." in shown
    assert "The variant is upright, without an orientation tag." in shown
    assert "The original contains GPS coordinates. The variant does not." in shown
    assert "Checked in the EXIF and XMP metadata of each file." in shown
    assert "The variant takes 1.0 KB, 921.1 KB less than the original." in shown


def test_an_upright_original_without_gps_data_is_reported_as_unchanged() -> None:
    shown = text(facts(size=5000), small=facts())
    assert "The original is upright, so nothing was rotated." in shown
    assert "The original contains none, so there was nothing to remove." in shown


@pytest.mark.parametrize("wrong", [facts(upright=False), facts(orientation=6)])
def test_a_variant_that_is_not_upright_is_named(wrong: ImageFacts) -> None:
    assert "Not upright: wrong." in text(ORIGINAL, right=facts(), wrong=wrong)


def test_a_variant_that_still_has_gps_data_is_named() -> None:
    assert "Still present in leaky." in text(ORIGINAL, clean=facts(), leaky=facts(gps=True))


def test_no_saving_is_reported_for_variants_larger_than_the_original() -> None:
    shown = text(facts(size=400), small=facts(size=300), large=facts(size=2000))
    assert "The 2 variants take 2.3 KB, the original 0.4 KB." in shown
    assert "less than" not in shown


def test_savings_are_rounded_down() -> None:
    assert "99%" in text(facts(size=10_000_000), small=facts(size=100))


def test_the_next_steps_come_last() -> None:
    assert "make dev" in text(ORIGINAL, small=facts()).partition("Next steps\n")[2]
