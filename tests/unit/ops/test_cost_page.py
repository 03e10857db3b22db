"""docs/cost.md and docs/workflow.md show what `ops cost` prints, the measured CPU times and all prices."""

import shlex
from itertools import chain, pairwise

import pytest

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.domain.presets import Presets
from docsite.code_blocks import blocks
from docsite.feature_table import COMPARISON, priced
from ops.costing.engine_times import look_up, read_report
from ops.costing.prices import PRICES
from ops.exit_codes import ExitCode
from ops.main import main
from tests.documents import ROOT

PAGE = ROOT / "docs" / "cost.md"
TEXT = PAGE.read_text("utf-8")
# The combinations in the table of CPU times.
MEASURED = ("300x300", "square", "small", "large", "300x300,small", "300x300,square,small,large")


def commands_with_output() -> list[tuple[str, str]]:
    """Return the commands of the pages that are followed by what they print."""
    pairs = chain.from_iterable(pairwise(blocks(page)) for page in (PAGE, ROOT / "docs" / "workflow.md"))
    return [(one.code, other.code) for one, other in pairs if (one.language, other.language) == ("sh", "")]


def price_row(name: str) -> str:
    """Return the row of a price in the page's table."""
    price = PRICES[name]
    usd = f"{price.usd:.10f}".rstrip("0").rstrip(".")
    page = f"[{price.page.service}]({price.page.url})"
    return f"| {page} | {usd} | {price.unit} | {price.region} | {price.as_of} |"


def cpu_row(names: str) -> str:
    """Return the row of a combination of variants in the page's table."""
    specs = Presets.from_json(PRESETS_FILE.read_bytes()).choose(names.split(","))
    rendering = look_up(read_report(), specs, 12)
    listed = ", ".join(f"`{name}`" for name in names.split(","))
    return f"| {listed} | {rendering.direct:.0f} | {rendering.workflow:.0f} |"


@pytest.mark.parametrize(
    ("command", "output"),
    commands_with_output(),
    ids=["default", "on demand", "everything", "direct", "workflow"],
)
def test_the_page_shows_what_its_commands_print(
    capsys: pytest.CaptureFixture[str], command: str, output: str
) -> None:
    words = shlex.split(command.replace("\\\n", ""))
    assert words[:3] == [".venv/bin/python", "-m", "ops"]
    assert main(words[3:], {}) is ExitCode.OK
    printed = capsys.readouterr().out
    for part in output.split("\n\n"):
        assert part.rstrip() in printed


@pytest.mark.parametrize("names", MEASURED)
def test_the_page_lists_measured_cpu_times(names: str) -> None:
    assert cpu_row(names) in TEXT.splitlines()


@pytest.mark.parametrize("name", PRICES)
def test_the_page_lists_every_price(name: str) -> None:
    assert price_row(name) in TEXT.splitlines()


def test_the_page_lists_no_other_price() -> None:
    assert TEXT.count("](https://aws.amazon.com/") - TEXT.count("](https://aws.amazon.com/free/") == len(
        PRICES
    )


def test_the_comparison_shows_the_price_of_the_page() -> None:
    comparison = (ROOT / COMPARISON).read_text("utf-8")
    assert "USD](../cost.md)" in comparison
    assert priced(comparison) == comparison, "run `python -m docsite.feature_table`"
