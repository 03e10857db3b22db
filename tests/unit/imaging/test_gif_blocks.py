from PIL import Image

from chalicelib.imaging.animation.gif_blocks import outline
from tests.unit.imaging.samples import encoded, photo, quarters


def animated(count: int) -> bytes:
    images = [quarters(40, 30).rotate(40 * number) for number in range(count)]
    return encoded(images[0], "gif", save_all=True, append_images=images[1:], duration=50, comment=b"hello")


def test_frames_are_counted() -> None:
    assert outline(animated(5), 100).frames == 5
    assert outline(encoded(photo(40, 30), "gif"), 100).frames == 1


def test_counting_stops_one_frame_above_the_limit() -> None:
    assert outline(animated(9), 4).frames == 5


def test_the_canvas_size_is_from_the_header() -> None:
    found = outline(animated(2), 100)
    assert (found.width, found.height) == (40, 30)


def test_a_frame_that_exceeds_the_canvas_enlarges_it() -> None:
    content = bytearray(encoded(Image.new("L", (40, 30)), "gif"))
    at = content.index(b",", 13)
    content[at + 1 : at + 5] = (1000).to_bytes(2, "little") + (500).to_bytes(2, "little")
    found = outline(bytes(content), 100)
    assert (found.width, found.height) == (1040, 530)


def test_in_a_truncated_file_the_frames_that_begin_are_counted() -> None:
    content = animated(5)
    assert 1 <= outline(content[: len(content) // 2], 100).frames < 5
