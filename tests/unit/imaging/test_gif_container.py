import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import TooComplex
from chalicelib.imaging.animation import gif_patches
from chalicelib.imaging.containers import gif_blocks
from chalicelib.imaging.containers.gif import read
from tests.unit.imaging.animation_files import compressed, control, descriptor, gif, image, looping
from tests.unit.imaging.samples import ENGINE, encoded, photo

RED, GREEN = image("RR RR"), image("GG GG")


def frames(content: bytes, max_frames: int = 100) -> int:
    return read(content, max_frames).frames


def test_frames_are_counted() -> None:
    assert frames(gif(RED, GREEN, RED)) == 3
    assert frames(encoded(photo(40, 30), "gif")) == 1


def test_counting_stops_one_frame_above_the_limit() -> None:
    assert frames(gif(*[RED] * 9), max_frames=4) == 5


def test_in_a_truncated_file_the_frames_that_begin_are_counted() -> None:
    content = gif(RED, GREEN)
    assert frames(content[:-3]) == 2
    assert frames(content[: -len(GREEN)]) == 1


def test_counting_continues_after_stray_terminators() -> None:
    assert frames(gif(RED, bytes(3), GREEN)) == 2


def test_counting_stops_at_unknown_data() -> None:
    assert frames(gif(RED, b"?", GREEN)) == 1


def test_sub_blocks_can_have_any_length() -> None:
    for longest in (1, 2, 255):
        tall = descriptor((1, 2000), (0, 0), compressed([1] * 2000, longest=longest))
        assert frames(gif(tall, GREEN)) == 2


def test_a_flood_of_blocks_is_refused() -> None:
    comment = b"!\xfe\0"
    assert frames(gif(RED, comment * (gif_blocks.MAX_BLOCKS - 2), GREEN)) == 2
    with pytest.raises(TooComplex, match="10,000 blocks"):
        frames(gif(RED, comment * gif_blocks.MAX_BLOCKS, GREEN))


def test_a_flood_of_sub_blocks_is_refused() -> None:
    sub_blocks = b"\1a" * (1 << 20)
    assert frames(gif(RED, b"!\xfe" + sub_blocks + b"\0", GREEN)) == 2
    with pytest.raises(TooComplex, match="1,048,576 sub-blocks"):
        frames(gif(RED, b"!\xfe" + sub_blocks + b"\1a" * 1024 + b"\0", GREEN))


@pytest.mark.parametrize(
    ("blocks", "plays"),
    [
        ((RED, GREEN), 1),
        ((looping(0), RED, GREEN), 0),
        ((looping(1), RED, GREEN), 2),
        ((looping(65_535), RED, GREEN), 65_536),
        ((RED, looping(3), GREEN), 4),
        ((RED, GREEN, looping(3)), 4),
        ((looping(3), looping(7), RED, GREEN), 8),
        ((looping(0), looping(7), RED, GREEN), 8),
        ((looping(3, b"ANIMEXTS1.0"), RED, GREEN), 4),
        ((looping(3, b"NETSCAPE1.0"), RED, GREEN), 1),
    ],
)
def test_the_number_of_plays_is_found_as_in_browsers(blocks: tuple[bytes, ...], plays: int) -> None:
    assert read(gif(*blocks), 100).plays == plays


def test_pillow_gets_no_extensions() -> None:
    comment, text = b"!\xfe\x06secret\0", b"!\x01\x0c" + bytes(12) + b"\x06secret\0"
    content = gif(comment, looping(0), control(delay=5), RED, text, control(disposal=2), GREEN, comment)
    stream = read(content + b"secret", 100).stream
    assert list(gif_patches.frames(stream)) == list(
        gif_patches.frames(gif(control(delay=5), RED, control(disposal=2), GREEN))
    )


@pytest.mark.parametrize(
    ("at", "size"), [((0, 0), (4, 4)), ((1, 1), (4, 4)), ((3, 3), (5, 5)), ((0, 9), (4, 11))]
)
def test_the_first_frame_can_enlarge_the_canvas(at: tuple[int, int], size: tuple[int, int]) -> None:
    info = ENGINE.inspect(gif(image("RR RR", at), size=(4, 4)))
    assert (info.width, info.height) == size


def test_other_frames_do_not_enlarge_the_canvas() -> None:
    info = ENGINE.inspect(gif(RED, image("RR RR", (1, 1))))
    assert (info.width, info.height) == (2, 2)


@given(st.binary(max_size=200))
def test_blocks_of_any_data_are_in_order_and_inside_the_file(data: bytes) -> None:
    content = gif(data, RED)
    at = gif_blocks.first_block(content)
    for block in gif_blocks.blocks(content):
        assert at <= block.start < block.end <= len(content)
        at = block.end
