from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from chalicelib.imaging.containers.jpeg import read
from chalicelib.imaging.decoding.progressive_jpeg import drop_luma_detail
from tests.unit.imaging.samples import encoded, photo


def at_an_eighth(content: bytes) -> bytes:
    image = Image.open(BytesIO(content))
    image.draft(None, (image.width // 8, image.height // 8))
    return image.tobytes()


def progressive(**options: object) -> bytes:
    return encoded(photo(640, 480), "jpeg", progressive=True, **options)


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
@pytest.mark.parametrize("quality", [30, 75, 95])
def test_dropping_luma_detail_changes_no_pixel_at_an_eighth(subsampling: str, quality: int) -> None:
    content = progressive(subsampling=subsampling, quality=quality)
    thin = drop_luma_detail(content)
    assert len(thin) < len(content) * 0.95
    assert at_an_eighth(thin) == at_an_eighth(content)


def test_restart_markers_do_not_end_a_scan() -> None:
    content = progressive(restart_marker_rows=1)
    thin = drop_luma_detail(content)
    assert len(thin) < len(content)
    assert at_an_eighth(thin) == at_an_eighth(content)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content[:-2],
        lambda content: content.replace(b"\xff\xc2", b"\xff\xc0"),
        lambda content: content[:2] + b"\x00" + content[3:],
        lambda content: content[:4] + b"\x00\x00" + content[6:],
    ],
    ids=["cut in half", "no end", "not progressive", "no marker", "segment without length"],
)
def test_a_file_with_an_unexpected_structure_is_not_changed(change: Callable[[bytes], bytes]) -> None:
    content = change(progressive())
    assert drop_luma_detail(content) == content


def test_it_works_on_the_stream_of_a_container() -> None:
    stream = read(progressive(comment=b"metadata", exif=b"Exif\0\0"), 1).stream
    thin = drop_luma_detail(stream)
    assert len(thin) < len(stream) * 0.95
    assert at_an_eighth(thin) == at_an_eighth(stream)


def test_a_flood_of_segments_is_not_changed() -> None:
    content = progressive()
    scan = content.index(b"\xff\xc4", content.index(b"\xff\xda"))
    flooded = content[:scan] + b"\xff\xfe\0\2" * 10_001 + content[scan:]
    assert drop_luma_detail(flooded) == flooded


def test_a_gray_image_is_not_changed() -> None:
    content = encoded(photo(640, 480).convert("L"), "jpeg", progressive=True)
    assert drop_luma_detail(content) == content
