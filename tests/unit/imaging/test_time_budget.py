"""An image that takes too long is rejected once and for all, wherever it spends the time."""

from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import chain, repeat

import pytest

from chalicelib.domain.deadline import NO_DEADLINE, RESERVE_MS, Deadline
from chalicelib.domain.geometry import plan
from chalicelib.errors import OutOfTime, TooComplex
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.imaging.budget.time_budget import NO_TIME_LIMIT, TimeBudget, time_of
from chalicelib.imaging.decoding import decode_time
from chalicelib.imaging.source import open_source
from chalicelib.models import VariantSpec
from tests.budget import floods
from tests.unit.imaging import bmps
from tests.unit.imaging.container_files import PROFILE
from tests.unit.imaging.samples import ENGINE, encoded, photo

pytestmark = pytest.mark.also_without_kernel

TOTAL_MS = 60_000
SPECS = [
    VariantSpec(name="large", width=80, height=80, format="png"),
    VariantSpec(name="small", width=40, height=40, format="webp"),
]


class Clock:
    """Returns the milliseconds left: all of them for a number of looks at the clock, then none.

    `looks` counts the looks after the first one, with which a deadline begins.
    """

    def __init__(self, looks: int | None = None) -> None:
        self.looks = -1
        self._left: Iterator[int] = (
            repeat(TOTAL_MS) if looks is None else chain(repeat(TOTAL_MS, 1 + looks), repeat(0))
        )

    def __call__(self) -> int:
        self.looks += 1
        return next(self._left)


def deadline(left: int, total: int = TOTAL_MS) -> Deadline:
    remaining = chain([total], repeat(left))
    return Deadline(lambda: next(remaining))


def test_an_image_may_take_the_time_that_is_left_less_the_time_to_finalize() -> None:
    time = TimeBudget(deadline(TOTAL_MS))
    time.check()
    time.require((TOTAL_MS - RESERVE_MS) / 1000)
    with pytest.raises(TooComplex, match="longer than the function's timeout"):
        time.require((TOTAL_MS - RESERVE_MS + 1) / 1000)


def test_an_image_that_had_little_of_the_time_is_tried_again() -> None:
    with pytest.raises(OutOfTime):
        TimeBudget(deadline(TOTAL_MS // 2 - 1)).require(30)
    with pytest.raises(TooComplex):
        TimeBudget(deadline(TOTAL_MS // 2)).require(30)


def test_work_that_fits_into_no_invocation_is_refused_at_any_time() -> None:
    for left in (TOTAL_MS, 10):
        with pytest.raises(TooComplex, match="about 59 seconds; the limit is 58 seconds"):
            TimeBudget(deadline(left)).admit(59)


def test_work_that_fits_into_a_whole_invocation_begins_with_at_least_half_of_the_time() -> None:
    TimeBudget(deadline(TOTAL_MS // 2)).admit(57)
    with pytest.raises(OutOfTime):
        TimeBudget(deadline(TOTAL_MS // 2 - 1)).admit(57)
    TimeBudget(deadline(10_000)).admit(7)


def test_without_a_deadline_everything_is_admitted() -> None:
    NO_TIME_LIMIT.admit(1e9)
    TimeBudget(NO_DEADLINE).require(1e9)


def test_a_file_checks_the_time_whenever_it_is_read() -> None:
    clock = Clock(looks=2)
    file = TimeBudget(Deadline(clock)).stream(b"content")
    assert file.read(3) == b"con"
    with pytest.raises(TooComplex):
        file.read(3)


def test_other_files_have_no_time_limit() -> None:
    assert time_of(BytesIO(b"")) is NO_TIME_LIMIT
    assert time_of(None) is NO_TIME_LIMIT


FILES: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: encoded(photo(96, 64), "jpeg"),
    "jpeg without an end": lambda: encoded(photo(96, 64), "jpeg").removesuffix(b"\xff\xd9"),
    "png": lambda: encoded(photo(96, 64), "png"),
    "webp": lambda: encoded(photo(96, 64), "webp"),
    "gif": lambda: encoded(photo(96, 64).quantize(16), "gif"),
    "tiff": lambda: encoded(photo(96, 64), "tiff"),
    "bmp": lambda: encoded(photo(96, 64), "bmp"),
}


@pytest.mark.parametrize("name", FILES)
def test_whenever_the_time_ends_the_image_is_too_complex(name: str) -> None:
    content = FILES[name]()
    info = ENGINE.inspect(content)
    plans = plan(info, SPECS)
    clock = Clock()
    ENGINE.render(content, info, plans, deadline=Deadline(clock))
    assert clock.looks > 2 * len(SPECS)
    # The first look decides whether the image had its part of the time.
    for looks in range(1, clock.looks):
        with pytest.raises(TooComplex):
            ENGINE.render(content, info, plans, deadline=Deadline(Clock(looks)))


def test_large_files_are_checked_while_they_are_decoded() -> None:
    content = encoded(photo(96, 64).resize((3000, 2000)), "png", compress_level=0)
    info = ENGINE.inspect(content)
    clock = Clock()
    ENGINE.render(content, info, plan(info, SPECS), deadline=Deadline(clock))
    assert clock.looks > len(content) / 100_000


def test_a_flood_of_runs_is_checked() -> None:
    content = floods.runs(100_000)
    clock = Clock()
    ENGINE.render(content, info := ENGINE.inspect(content), plan(info, SPECS), deadline=Deadline(clock))
    few = bmps.bmp(64, 64, 8, b"\1\2" * 100, compression=bmps.RLE8, palette=bmps.PALETTE)
    less = Clock()
    ENGINE.render(few, info, plan(info, SPECS), deadline=Deadline(less))
    assert clock.looks == less.looks + 3


def test_inspecting_refuses_what_no_variant_could_make_affordable() -> None:
    content = encoded(photo(96, 64), "png")
    with pytest.raises(TooComplex, match="of memory"):
        PillowEngine(Limits(max_decode_bytes=1_000_000)).inspect(content)
    with pytest.raises(TooComplex, match="seconds"):
        ENGINE.inspect(content, deadline(RESERVE_MS + 100, total=RESERVE_MS + 100))


def test_the_time_for_all_variants_is_estimated_before_anything_is_decoded() -> None:
    content = encoded(photo(96, 64), "png")[:-60]
    info = ENGINE.inspect(content)
    large = [VariantSpec(name="v", width=9000, height=9000, format="avif", enlarge=True)]
    with pytest.raises(TooComplex, match="would take about"):
        PillowEngine(Limits(max_decode_bytes=1 << 40)).render(
            content, info, plan(info, large), deadline=deadline(20_000, total=20_000)
        )


def test_only_the_wanted_variant_is_counted() -> None:
    content = encoded(photo(96, 64), "png")
    info = ENGINE.inspect(content)
    large = VariantSpec(name="large", width=3000, height=3000, format="avif", fit="contain")
    plans = plan(info, [large, *SPECS[1:]])
    short = deadline(7_000, total=7_000)
    with pytest.raises(TooComplex):
        PillowEngine(Limits(max_decode_bytes=1 << 40)).render(content, info, plans, deadline=short)
    assert (
        PillowEngine(Limits(max_decode_bytes=1 << 40)).render(content, info, plans, "small", short).variants
    )


def test_a_large_profile_counts_because_it_can_be_slow() -> None:
    plain = encoded(photo(96, 64), "png")
    with_profile = encoded(photo(96, 64), "png", icc_profile=PROFILE.ljust(1 << 20, b"\0"))
    short = deadline(15_000, total=15_000)
    assert ENGINE.inspect(plain, short)
    with pytest.raises(TooComplex, match="about 21 seconds"):
        ENGINE.inspect(with_profile, short)


def test_scans_count_by_the_pixels_that_they_visit() -> None:
    short = deadline(15_000, total=15_000)
    assert ENGINE.inspect(floods.scans(1000, 98), short)
    with pytest.raises(TooComplex, match="seconds"):
        ENGINE.inspect(floods.scans(8000, 98), short)


@pytest.mark.parametrize("marker", [0xC9, 0xCA])
def test_arithmetic_coding_counts(marker: int) -> None:
    content = floods.scans(10_000, 0)
    start = content.index(b"\xff\xc2")
    huffman, arithmetic = (
        decode_time.estimate(
            open_source(content[: start + 1] + bytes([each]) + content[start + 2 :], "jpeg", 1), "jpeg"
        )
        for each in (marker - 8, marker)
    )
    assert arithmetic > huffman + 9
