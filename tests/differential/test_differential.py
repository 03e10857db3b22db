"""Other decoders show the same of our output as of its source.

This runs the first files of each format, which cover its axes; `make differential` runs all of them.
"""

from collections.abc import Iterator

import pytest

from tests.differential.differences import outdated
from tests.differential.generator.all_cases import FORMATS, SHORT, all_cases
from tests.differential.judges.judge import Judge
from tests.differential.report import lines, status
from tests.differential.runner import all_judges, run

# The browser starts processes while it decodes, and a judge that crashes is started again.
pytestmark = [pytest.mark.shares_processes, pytest.mark.slow]


@pytest.fixture(scope="module")
def judges() -> Iterator[list[Judge]]:
    with all_judges() as found:
        missing = {"chromium", "libvips", "imagemagick"} - {judge.name for judge in found}
        if missing:
            pytest.skip(f"Not installed: {', '.join(sorted(missing))}")
        yield found


@pytest.mark.parametrize("name", FORMATS)
def test_other_decoders_show_our_output_like_its_source(name: str, judges: list[Judge]) -> None:
    verdicts = [verdict for batch in run(all_cases(SHORT, name), judges) for verdict in batch]
    wrong = [verdict for verdict in verdicts if status(verdict) == "wrong"]
    assert not wrong, "\n" + "\n".join(lines(wrong))
    assert not outdated(verdicts), "listed in differences.py, but right"
