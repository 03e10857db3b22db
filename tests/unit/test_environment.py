"""The plugin tests/environment.py, in pytest runs of its own."""

import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.pytest_runs import WORKER, run

pytestmark = [pytest.mark.timeout(120), pytest.mark.slow]


def ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def block_signals() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM])


@pytest.mark.parametrize(
    ("before", "options"),
    [(ignore_signals, ()), (ignore_signals, WORKER), (block_signals, ())],
    ids=["ignored", "ignored in a worker", "blocked"],
)
def test_signals_work_however_the_suite_is_started(
    tmp_path: Path, before: Callable[[], object], options: tuple[str, ...]
) -> None:
    printed = run(
        tmp_path,
        """
import signal, subprocess, pytest

def test_here():
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)

@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_in_a_child(number):
    with subprocess.Popen(["sleep", "5"]) as process:
        process.send_signal(number)
    assert process.returncode == -number
""",
        *options,
        before=before,
    )
    assert re.search("^3 passed", printed, re.MULTILINE), printed
