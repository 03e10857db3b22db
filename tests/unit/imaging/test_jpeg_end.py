import pytest

from chalicelib.errors import CorruptImage
from chalicelib.imaging.decoding import jpeg_end
from chalicelib.models import VariantSpec
from tests.unit.imaging.samples import encoded, photo, render


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"progressive": True},
        {"restart_marker_rows": 1},
        {"optimize": True},
        {"quality": 98, "subsampling": 0},
    ],
)
@pytest.mark.parametrize("side", [40, 400])
def test_only_a_missing_end_marker_does_not_matter(options: dict[str, object], side: int) -> None:
    whole = encoded(photo(640, 480), "jpeg", **options)
    spec = VariantSpec(name="v", width=side, height=side)
    expected = render(whole, spec)
    assert render(whole[:-2], spec) == expected
    assert render(whole[:-1], spec) == expected
    assert render(whole[:-2] + bytes(100), spec) == expected
    scan = whole.index(b"\xff\xda")
    for cut in (0.1, 0.5, 0.9, 0.99):
        with pytest.raises(CorruptImage):
            render(whole[: int(scan + (len(whole) - scan) * cut)], spec)


def test_a_large_image_is_compared_at_half_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jpeg_end, "_MAX_PIXELS", 100_000)
    whole = encoded(photo(640, 480), "jpeg")
    assert jpeg_end.completed(whole[:-2]) == whole
    assert jpeg_end.completed(whole[:-300]) is None


def test_a_broken_file_is_not_complete() -> None:
    whole = encoded(photo(640, 480), "jpeg")
    assert jpeg_end.completed(whole.replace(b"\xff\xc0", b"\xff\xc5")) is None


@pytest.mark.parametrize("number", range(8))
def test_an_image_that_ends_between_two_intervals_is_not_complete(number: int) -> None:
    whole = encoded(photo(640, 480), "jpeg", restart_marker_rows=1)
    assert jpeg_end.completed(whole[: whole.rindex(bytes((0xFF, 0xD0 + number)))]) is None
