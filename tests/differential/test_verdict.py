"""The rule by which judges decide, with judges that show what a test says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from chalicelib.imaging import Limits, PillowEngine
from tests.differential.decoded import Decoded, measured
from tests.differential.differences import DIFFERENCES, outdated
from tests.differential.generator.all_cases import FORMATS
from tests.differential.generator.case import Case
from tests.differential.verdict import Verdict, judge_all

CASE = FORMATS["png"].case(layout="rgb8", size="17x16")
TAGGED = FORMATS["png"].case(layout="rgb8", size="17x16", color="cicp_p3")
CUT = FORMATS["png"].case(layout="rgb8", size="17x16", damage="cut")


def shown(red: int, frames: int = 1) -> Decoded:
    frame = measured(bytes([red, 0, 0, 255]) * 17 * 16, 17, 16)
    return Decoded(width=17, height=16, frames=(frame,) * frames)


RIGHT, WRONG = shown(100), shown(200)


@dataclass
class Shows:
    """A judge that shows the source and our output like this. The second output has half the size."""

    name: str
    source: Decoded | None
    output: Decoded | None

    def decode(self, files: Sequence[bytes]) -> list[Decoded | None]:
        half = replace(self.output, width=8, height=8) if self.output else None
        return [self.source, self.output, half][: len(files)]


def verdict(*judges: Shows, case: Case = CASE) -> Verdict:
    (found,) = judge_all([case], PillowEngine(Limits()), judges)
    return found


AGREES, DISAGREES, BLIND = Shows("a", RIGHT, RIGHT), Shows("d", RIGHT, WRONG), Shows("b", None, None)


@pytest.mark.parametrize(
    ("judges", "status", "judge"),
    [
        ((AGREES, DISAGREES), "right", "a"),
        ((DISAGREES, AGREES), "disputed", "d"),
        ((DISAGREES, DISAGREES), "wrong", "d"),
        ((BLIND, DISAGREES, BLIND), "wrong", "d"),
        ((BLIND, AGREES), "right", "a"),
        ((BLIND, BLIND), "undecided", None),
        ((Shows("u", RIGHT, None), BLIND), "wrong", "u"),
    ],
)
def test_the_first_judge_that_decodes_decides_unless_another_agrees(
    judges: Sequence[Shows], status: str, judge: str | None
) -> None:
    found = verdict(*judges)
    assert (found.status, found.judge) == (status, judge)


def test_judges_that_ignore_color_tags_have_no_say_on_them() -> None:
    assert verdict(DISAGREES, AGREES, case=TAGGED).status == "wrong"


def test_a_judge_that_shows_fewer_frames_has_no_say() -> None:
    first = Shows("first", replace(RIGHT, frames=RIGHT.frames + WRONG.frames), WRONG)
    assert verdict(first, AGREES).status == "wrong"


def test_rendering_a_file_with_missing_pixels_is_wrong() -> None:
    assert verdict(AGREES, case=replace(CASE, whole=False)).status == "wrong"


def test_refusing_a_file_is_wrong_if_the_judge_shows_all_of_it() -> None:
    partly = Shows("partly", replace(RIGHT, whole=False), None)
    from_outside = replace(CUT, whole=None)
    assert verdict(AGREES, case=from_outside).status == "wrong"
    assert verdict(partly, AGREES, case=from_outside).status == "incomplete"


def test_a_listed_difference_that_no_longer_exists_is_reported() -> None:
    case = replace(CASE, name="tiff-gray_float-17x16")
    (listed,) = (difference for difference in DIFFERENCES if difference.applies(case))
    assert outdated([verdict(DISAGREES, case=case), verdict(AGREES, case=case)]) == []
    assert outdated([verdict(AGREES, case=case)]) == [listed]
