"""The judges notice an engine that overlooks something, as if it were not in the file."""

from collections.abc import Iterator, Sequence

import pytest

from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import HandOver, ImageInfo, Rendering, VariantPlan
from tests.differential.generator.all_cases import FORMATS
from tests.differential.generator.case import Case
from tests.differential.judges.chromium import chromium
from tests.differential.judges.judge import Judge
from tests.differential.verdict import Verdict, judge_all

pytestmark = [pytest.mark.shares_processes, pytest.mark.slow]

# Format, a file, what of it the engine overlooks, and the kind of fault.
FAULTS = [
    ("jpeg", {"exif": "exif3"}, {"exif": ""}, "orientation"),
    ("jpeg", {"exif": "exif6"}, {"exif": ""}, "size"),
    ("jpeg", {"layout": "ycc444", "color": "icc_p3"}, {"color": ""}, "color"),
    ("png", {"layout": "gray8", "color": "icc_gray18"}, {"color": ""}, "color"),
    ("png", {"layout": "rgb8", "color": "gama_18"}, {"color": ""}, "color"),
    ("png", {"layout": "rgb8", "color": "cicp_p3"}, {"color": ""}, "color"),
    ("png", {"layout": "rgb8", "color": "cicp_pq"}, {"color": ""}, "color"),
    ("png", {"layout": "gray8", "trns": "trns"}, {"trns": ""}, "alpha"),
    ("webp", {"alpha": "soft"}, {"alpha": ""}, "alpha"),
    ("webp", {"frames": "frames4"}, {"frames": "frames1"}, "frames"),
    ("webp", {"frames": "frames4"}, {"delay": "delay_mixed"}, "delays"),
    ("gif", {"frames": "frames4"}, {"frames": "frames2"}, "frames"),
    ("gif", {"frames": "frames4"}, {"delay": "delay2"}, "delays"),
    ("gif", {"frames": "frames4", "loop": "loop3"}, {"loop": ""}, "loops"),
    (
        "gif",
        {"frames": "frames4", "transparency": "transparent", "disposal": "clear"},
        {"disposal": ""},
        "alpha",
    ),
]


class Careless(PillowEngine):
    """An engine that renders another file in place of each one."""

    def __init__(self, other: bytes) -> None:
        super().__init__(Limits())
        self._other = other

    def inspect(self, content: bytes, deadline: Deadline = NO_DEADLINE) -> ImageInfo:
        assert content != self._other
        return super().inspect(self._other, deadline)

    def render(
        self,
        content: bytes,
        info: ImageInfo,
        plans: Sequence[VariantPlan],
        only: str | None = None,
        deadline: Deadline = NO_DEADLINE,
        *,
        hand_over: HandOver | None = None,
    ) -> Rendering:
        assert content != self._other
        return super().render(self._other, info, plans, only, deadline, hand_over=hand_over)


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with chromium() as found:
        if found is None:
            pytest.skip("Not installed: chromium")
        yield found


@pytest.mark.parametrize(("format_", "values", "overlooked", "kind"), FAULTS)
def test_what_an_engine_overlooks_is_noticed(
    format_: str, values: dict[str, str], overlooked: dict[str, str], kind: str, judge: Judge
) -> None:
    case = FORMATS[format_].case(**values)
    other = FORMATS[format_].case(**{**values, **overlooked})
    verdict = _verdict(case, Careless(other.content), judge)
    assert verdict.status == "wrong"
    assert kind in {fault.kind for fault in verdict.faults}


def test_refusing_a_file_that_a_browser_shows_is_noticed(judge: Judge) -> None:
    case = FORMATS["png"].case(layout="rgb8")
    verdict = _verdict(case, Careless(b"not an image"), judge)
    assert verdict.status == "wrong"
    assert [fault.kind for fault in verdict.faults] == ["refused: unsupported_format"]


def test_refusing_a_file_with_missing_pixels_is_right(judge: Judge) -> None:
    case = FORMATS["jpeg"].case(damage="cut")
    assert _verdict(case, PillowEngine(Limits()), judge).status == "incomplete"


def _verdict(case: Case, engine: PillowEngine, judge: Judge) -> Verdict:
    (verdict,) = judge_all([case], engine, [judge])
    return verdict
