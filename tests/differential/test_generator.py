"""The generated files: many, different, and the same in every run."""

import hashlib
from itertools import islice

import pytest

from tests.differential.generator.all_cases import FORMATS, SHORT, all_cases


def test_there_are_at_least_2000_files() -> None:
    assert sum(format_.count for format_ in FORMATS.values()) >= 2000


@pytest.mark.parametrize("name", FORMATS)
def test_files_are_different_and_the_same_in_every_run(name: str) -> None:
    first, second = (list(islice(FORMATS[name].cases(), 20)) for _ in range(2))
    assert first == second
    assert len({hashlib.sha256(case.content).digest() for case in first}) == len(first)
    assert len({case.name for case in first}) == len(first)


@pytest.mark.parametrize("name", FORMATS)
def test_the_short_run_sees_every_value_of_every_axis(name: str) -> None:
    names = "|".join(case.name for case in all_cases(SHORT, name))
    values = {value for values in FORMATS[name].axes.values() for value in values}
    missing = {value for value in values if value not in names}
    assert not missing
