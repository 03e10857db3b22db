"""The expected pixels were compared with those of Chromium's ImageDecoder."""

import pytest

from chalicelib.errors import CorruptImage
from tests.unit.imaging.animation_files import (
    compressed,
    control,
    descriptor,
    durations,
    frames,
    gif,
    image,
    letters,
    shown,
)
from tests.unit.imaging.samples import ENGINE, rendered

RED, GREEN = image("RR RR"), image("GG GG")
DOT, LAST = image("G"), image("B", (1, 1))


@pytest.mark.parametrize(
    ("disposals", "expected"),
    [
        ((0, 0), ["RR RR", "GR RR", "GR RB"]),
        ((1, 1), ["RR RR", "GR RR", "GR RB"]),
        ((1, 2), ["RR RR", "GR RR", ".R RB"]),
        ((1, 3), ["RR RR", "GR RR", "RR RB"]),
        ((1, 4), ["RR RR", "GR RR", "RR RB"]),
        ((1, 5), ["RR RR", "GR RR", "GR RB"]),
        ((1, 7), ["RR RR", "GR RR", "GR RB"]),
        ((2, 1), ["RR RR", "G. ..", "G. .B"]),
        ((2, 2), ["RR RR", "G. ..", ".. .B"]),
        ((2, 3), ["RR RR", "G. ..", ".. .B"]),
        ((3, 1), ["RR RR", "G. ..", "G. .B"]),
        ((3, 3), ["RR RR", "G. ..", ".. .B"]),
    ],
)
def test_frames_are_disposed_of_as_in_browsers(disposals: tuple[int, int], expected: list[str]) -> None:
    first, second = (control(disposal=disposal) for disposal in disposals)
    assert shown(gif(first, RED, second, DOT, LAST)) == expected


def test_what_frames_restore_is_what_was_there_before_them() -> None:
    restore = control(disposal=3)
    assert shown(gif(RED, restore, DOT, restore, image("BB"), LAST)) == ["RR RR", "GR RR", "BB RR", "RR RB"]


def test_free_canvas_is_transparent_whatever_the_background_color() -> None:
    content = gif(image("R"), LAST, size=(2, 2), background=1)
    assert shown(content) == ["R. ..", "R. .B"]
    assert ENGINE.inspect(content).has_alpha


def test_a_still_variant_shows_free_canvas_as_transparent() -> None:
    for count in (1, 2):
        still = rendered(gif(image("R"), *[LAST] * (count - 1)), format="png", width=2, height=2)
        assert letters(still) == "R. .."


def test_a_still_variant_is_opaque_if_the_first_frame_is() -> None:
    content = gif(RED, control(transparent=1), GREEN)
    assert not ENGINE.inspect(content).has_alpha
    assert rendered(content, format="png").mode == "RGB"


def test_transparent_pixels_show_what_is_below() -> None:
    see_through = control(transparent=1)
    assert shown(gif(RED, see_through, image("BG GB"))) == ["RR RR", "BR RB"]
    assert shown(gif(see_through, image("BG GB"), RED)) == ["B. .B", "RR RR"]


def test_frames_are_cut_to_the_canvas() -> None:
    assert shown(gif(RED, image("GG GG", (1, 1)), image("BB", (5, 5)))) == ["RR RR", "RR RG", "RR RG"]


def test_a_frame_without_pixels_shows_the_same_canvas_for_its_duration() -> None:
    empty = descriptor((0, 0), (0, 0), compressed([]))
    content = gif(RED, control(delay=7), empty, DOT)
    assert shown(content) == ["RR RR", "RR RR", "GR RR"]
    assert durations(content) == [0, 70, 0]
    assert shown(gif(empty, DOT)) == [".. ..", "G. .."]


def test_each_frame_can_have_its_own_palette() -> None:
    assert shown(gif(RED, image("RG", local="WB"))) == ["RR RR", "WB RR"]


def test_colors_that_the_palette_lacks_are_black() -> None:
    assert shown(gif(image("RG BW", local="RG"))) == ["RG KK"]


def test_the_transparent_color_need_not_be_in_the_palette() -> None:
    see_through = control(transparent=3)
    assert shown(gif(see_through, image("RG BW", local="RG"))) == ["RG K."]
    assert shown(gif(RED, see_through, image("RG BW", local="RG"))) == ["RR RR", "RG KR"]


def test_a_file_without_a_palette_is_black() -> None:
    content = gif(RED)
    assert shown(content[:10] + bytes([0]) + content[11:13] + RED + b";") == ["KK KK"]


def test_rows_of_an_interlaced_frame_are_sorted() -> None:
    content = gif(image("R G B W R G B W R", interlaced=True), size=(1, 9))
    assert shown(content) == ["R G W B B W R R G"]


def test_durations_are_those_of_the_file() -> None:
    delays = [control(delay=delay) for delay in (0, 1, 2, 65_535)]
    assert durations(gif(*(delay + DOT for delay in delays))) == [0, 10, 20, 655_350]


def test_a_graphic_control_extension_applies_to_one_frame() -> None:
    content = gif(control(delay=9, disposal=2, transparent=1), RED, image("GG"), LAST)
    assert shown(content) == ["RR RR", "GG ..", "GG .B"]
    assert durations(content) == [90, 0, 0]


def test_of_two_graphic_control_extensions_the_last_one_applies() -> None:
    assert shown(gif(control(transparent=0, delay=3), control(delay=4), RED)) == ["RR RR"]


@pytest.mark.parametrize(
    "broken",
    [
        descriptor((2, 2), (0, 0), b"\x02\x02\x7c\xff\0"),  # an LZW code that does not exist yet
        descriptor((2, 2), (0, 0), compressed([1])),  # too few pixels
        descriptor((2, 2), (0, 0), b"\x02\0"),  # no data
        descriptor((2, 2), (0, 0), b"\x0d\x01\0\0"),  # an invalid code size
        descriptor((60_000, 60_000), (0, 0), compressed([1])),  # far larger than the canvas
    ],
)
def test_frames_before_a_broken_one_are_shown(broken: bytes) -> None:
    content = gif(RED, DOT, broken, LAST)
    assert ENGINE.inspect(content).frames == 4
    assert shown(content) == ["RR RR", "GR RR"]


def test_frames_before_a_truncated_one_are_shown() -> None:
    content = gif(RED, DOT, GREEN)
    assert shown(content[:-4]) == ["RR RR", "GR RR"]


def test_a_last_frame_with_all_pixels_is_shown_without_its_end() -> None:
    content = gif(RED, GREEN)
    assert shown(content[:-2]) == ["RR RR", "GG GG"]


def test_an_image_whose_first_frame_is_broken_is_rejected() -> None:
    content = gif(descriptor((2, 2), (0, 0), compressed([1])), GREEN)
    for format_ in ("gif", "png"):
        with pytest.raises(CorruptImage):
            rendered(content, format=format_)


def test_a_file_without_frames_is_rejected() -> None:
    with pytest.raises(CorruptImage):
        ENGINE.inspect(gif())


def test_opaque_frames_are_decoded_without_alpha() -> None:
    content = gif(RED, control(disposal=2), DOT, LAST)
    modes = [image_.mode for image_, _ in frames(content)]
    assert modes == ["RGB", "RGB", "RGBA"]
