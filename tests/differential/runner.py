"""Run all judges over a set of files."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice

from chalicelib.imaging import Limits, PillowEngine
from chalicelib.ports.processing import ImageEngine
from tests.differential.generator.case import Case
from tests.differential.judges.chromium import chromium
from tests.differential.judges.imagemagick import imagemagick
from tests.differential.judges.judge import Judge
from tests.differential.judges.libvips import libvips
from tests.differential.verdict import Verdict, judge_all

# Files per batch: enough that each judge is asked rarely, few enough that progress shows.
_BATCH = 40


@contextmanager
def all_judges() -> Iterator[list[Judge]]:
    """Start the judges that are installed, in their order."""
    with ExitStack() as stack:
        started = [stack.enter_context(judge()) for judge in (chromium, libvips, imagemagick)]
        yield [judge for judge in started if judge]


def run(
    cases: Iterable[Case], judges: list[Judge], engine: ImageEngine | None = None
) -> Iterator[list[Verdict]]:
    """Yield the verdicts in batches."""
    tested = engine or PillowEngine(Limits())
    remaining = iter(cases)
    while batch := list(islice(remaining, _BATCH)):
        yield judge_all(batch, tested, judges)
