"""The README's table of features is a part of the one in docs/explanation/comparison.md."""

import re

from docsite.feature_table import COMPARISON, FEATURES, README, replaced, table
from tests.documents import ROOT

RESULTS = ROOT / "bench" / "results" / "README.md"


def test_the_readme_has_the_rows_of_the_comparison() -> None:
    readme = README.read_text("utf-8")
    assert replaced(readme) == readme, "run `python -m docsite.feature_table`"


def test_every_chosen_feature_is_a_row() -> None:
    titles = [line.split("|")[1].strip() for line in table().splitlines()[2:]]
    assert {*titles} == FEATURES


def test_an_edited_row_is_noticed() -> None:
    readme = README.read_text("utf-8")
    assert replaced(readme.replace("| HEIC | ", "| HEIC | also ")) == readme


def test_links_lead_from_the_readme_to_the_same_pages() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", table())
    assert len(targets) > 5
    assert all((ROOT / target).exists() for target in targets)


def test_the_cpu_time_is_the_one_in_the_results_of_the_benchmark() -> None:
    (mean,) = re.findall(
        r"\| JPEG thumbnail, CPU, mean \| at most [\d.]+ \| ([\d.]+) ", RESULTS.read_text("utf-8")
    )
    (shown,) = re.findall(r"\| ([\d.]+) of sharp's, \[measured", (ROOT / COMPARISON).read_text("utf-8"))
    assert float(shown) == round(float(mean), 2)
