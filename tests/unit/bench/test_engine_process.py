"""Engines in processes of their own: small programs that speak the engines' protocol."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path

import pytest

from bench.engine_process import EnginePool, EngineProcess
from bench.engines import Engine
from bench.inputs.files import Input
from bench.jobs import THUMBNAIL
from bench.timing import Timing, compare

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the benchmark needs Linux")

# Appends its name to a file in each run. Refuses inputs with its name.
PROGRAM = """
import os, sys
from bench.peers.serve import serve

name, journal = sys.argv[1:]

def render(content, outputs):
    if content.decode() == name:
        raise ValueError("no such format")
    with open(journal, "a") as file:
        file.write(name)
    return []

serve(render, {name: ",".join(map(str, os.sched_getaffinity(0)))})
"""
CORE = min(os.sched_getaffinity(0)) if sys.platform == "linux" else 0


@contextmanager
def running(folder: Path, names: str) -> Iterator[tuple[EnginePool, Sequence[EngineProcess]]]:
    """Start an engine for each letter."""
    journal = str(folder / "journal")
    engines = [Engine(name, [sys.executable, "-c", PROGRAM, name, journal]) for name in names]
    with closing(EnginePool(engines, {CORE})) as pool:
        yield pool, pool.processes(engines)


def source(folder: Path, content: str) -> Input:
    path = folder / "source"
    path.write_text(content)
    return Input("source", "png", path)


def test_each_round_starts_with_another_engine(tmp_path: Path) -> None:
    with running(tmp_path, "abc") as (_, processes):
        compare(processes, source(tmp_path, ""), THUMBNAIL, rounds=3)

    runs = (tmp_path / "journal").read_text()
    assert "".join(name for name, _ in groupby(runs)) == "abc" + "abc" + "bca" + "cab"


def test_an_engine_that_refuses_an_input_does_not_end_the_comparison(tmp_path: Path) -> None:
    with running(tmp_path, "ab") as (_, processes):
        found = compare(processes, source(tmp_path, "a"), THUMBNAIL, rounds=2)

    assert list(found) == ["a", "b"]
    assert found["a"] == Timing(refused="ValueError: no such format")
    assert len(found["b"].cpu) == 2


def test_engines_run_on_the_wanted_cores(tmp_path: Path) -> None:
    with running(tmp_path, "a") as (pool, _):
        assert pool.versions == {"a": str(CORE)}


@pytest.mark.parametrize("command", [[sys.executable, "-c", "raise SystemExit(1)"], ["/no/such/program"]])
def test_an_engine_that_cannot_start_is_skipped(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    engine = Engine("broken", command)

    with closing(EnginePool([engine], {CORE})) as pool:
        assert pool.processes([engine]) == []

    assert "Skipping broken: broken has exited" in capsys.readouterr().err
