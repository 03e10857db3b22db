import pytest

from chalicelib.imaging.containers.png import read
from tests.unit.imaging import animation_files
from tests.unit.imaging.container_files import IEND, PIXELS, SIZE, chunk, is_rendered, png

ACTL = animation_files.animation(count=2)


def frame_control(sequence: int, size: tuple[int, int] = SIZE) -> bytes:
    return animation_files.frame_control(sequence, size)


def frame_data(sequence: int) -> bytes:
    return animation_files.frame_data(sequence, PIXELS)


def test_a_sound_animation_stays_in_the_stream() -> None:
    content = png(ACTL, frame_control(0), after=frame_control(1) + frame_data(2) + IEND)
    assert read(content, 1).stream == content
    hidden = png(ACTL, after=frame_control(0) + frame_data(1) + frame_control(2) + frame_data(3) + IEND)
    assert read(hidden, 1).stream == hidden


@pytest.mark.parametrize(
    "broken",
    [
        chunk(b"fcTL", b"short"),
        frame_control(2),
        frame_control(1, (61, 40)),
        frame_control(1, (0, 40)),
        chunk(b"fcTL", frame_control(1)[8:-4], sound=False),
        frame_data(1),
        chunk(b"fdAT", b"\0"),
    ],
)
def test_an_animation_ends_before_a_broken_chunk(broken: bytes) -> None:
    content = png(ACTL, frame_control(0), after=broken + frame_control(1) + frame_data(2) + IEND)
    assert read(content, 1).stream == png(ACTL, frame_control(0))
    assert is_rendered(content)


@pytest.mark.parametrize(
    "control",
    [
        chunk(b"acTL", b"\0"),
        chunk(b"acTL", bytes(8)),
        chunk(b"acTL", b"\xff" * 8),
        chunk(b"acTL", ACTL[8:-4], sound=False),
        ACTL + frame_control(0, (30, 40)),
        frame_control(0),
    ],
)
def test_without_a_sound_start_there_is_no_animation(control: bytes) -> None:
    content = png(control, after=frame_control(1) + frame_data(2) + IEND)
    assert b"fcTL" not in read(content, 1).stream
    assert is_rendered(content)


def test_image_data_after_the_first_frame_is_left_out() -> None:
    frames = frame_control(1) + frame_data(2)
    content = png(ACTL, frame_control(0), after=frames + chunk(b"IDAT", PIXELS) + IEND)
    assert read(content, 1).stream == png(ACTL, frame_control(0), after=frames + IEND)
