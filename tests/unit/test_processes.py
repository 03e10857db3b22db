"""The plugin tests/processes.py, in pytest runs of its own."""

import re
import sys
from pathlib import Path

import psutil
import pytest

from tests.unit.pytest_runs import WORKER, run

pytestmark = [pytest.mark.timeout(120), pytest.mark.slow]

START = """\
import gc, os, pathlib, signal, subprocess, sys
import pytest

FOLDER = str(pathlib.Path(__file__).parent)
SLEEP = [sys.executable, "-c", "import time; time.sleep(600)", FOLDER]
kept = []

def start():
    kept.append(subprocess.Popen(SLEEP, stdout=subprocess.PIPE))

def stop():
    with kept.pop() as process:
        process.kill()
"""

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans over")


def errors(printed: str) -> list[str]:
    assert "FAILED" not in printed, printed
    return re.findall(r"^ERROR test_it.py::(\w+)", printed, re.MULTILINE)


def running(folder: Path) -> list[psutil.Process]:
    every = psutil.process_iter(["cmdline"])
    return [process for process in every if str(folder) in (process.info["cmdline"] or ())]


@pytest.mark.parametrize("options", [(), WORKER], ids=["alone", "in a worker"])
def test_a_test_that_leaves_a_process_fails_and_the_next_one_does_not(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    printed = run(
        tmp_path,
        START
        + """
def test_a():
    start()

def test_b():
    kept.clear()
    gc.collect()
""",
        *options,
    )
    assert errors(printed) == ["test_a"]
    assert f"The test left processes running:\n  {sys.executable} -c 'import time" in printed
    assert running(tmp_path) == []


def test_a_failed_test_that_leaves_a_process_does_not_warn_in_another(tmp_path: Path) -> None:
    printed = run(
        tmp_path,
        START
        + """
def test_a():
    process = subprocess.Popen(SLEEP, stdout=subprocess.PIPE)
    process.wait(0.1)

def test_b():
    sys.last_exc = sys.last_value = sys.last_traceback = None
    gc.collect()
""",
    )
    assert re.search("^1 failed, 1 passed, 1 error", printed, re.MULTILINE), printed
    assert running(tmp_path) == []


@needs_linux
def test_a_process_whose_parent_is_gone_fails_its_test(tmp_path: Path) -> None:
    printed = run(
        tmp_path,
        START
        + """
def test_a():
    subprocess.run(["sh", "-c", '"$@" >/dev/null 2>&1 &', "sh", *SLEEP], check=True)

def test_b():
    pass
""",
    )
    assert errors(printed) == ["test_a"]
    assert running(tmp_path) == []


@needs_linux
def test_the_children_of_a_leftover_process_end_with_it(tmp_path: Path) -> None:
    printed = run(
        tmp_path,
        START
        + """
def test_a():
    command = ["sh", "-c", '"$@" >/dev/null & echo started; wait', "sh", *SLEEP]
    kept.append(subprocess.Popen(command, stdout=subprocess.PIPE))
    kept[0].stdout.readline()
""",
    )
    assert errors(printed) == ["test_a"]
    assert running(tmp_path) == []


def test_what_ends_in_time_and_what_fixtures_share_is_fine(tmp_path: Path) -> None:
    printed = run(
        tmp_path,
        START
        + """
@pytest.fixture(scope="module")
def server():
    start()
    yield
    stop()

@pytest.fixture(scope="session")
def other_server():
    start()
    yield
    stop()

@pytest.fixture
def own_server():
    start()
    yield
    stop()

def test_a(server, own_server):
    pass

def test_b(request):
    request.getfixturevalue("other_server")

def test_c():
    kept.insert(0, subprocess.Popen([sys.executable, "-c", ""]))

@pytest.mark.shares_processes
def test_d():
    kept[1:1] = [subprocess.Popen(SLEEP)]

def test_e():
    kept[1].kill()
    kept[1].wait()
""",
    )
    assert errors(printed) == []
    assert re.search("^5 passed", printed, re.MULTILINE), printed
    assert running(tmp_path) == []


def test_a_process_that_a_shared_fixture_leaves_fails_the_session(tmp_path: Path) -> None:
    printed = run(
        tmp_path,
        START
        + """
@pytest.fixture(scope="module")
def server():
    start()

def test_a(server):
    pass
""",
    )
    assert errors(printed) == ["test_a"]
    assert "A fixture of module or session scope left processes running" in printed
    assert running(tmp_path) == []


def test_a_process_pool_leaves_nothing(tmp_path: Path) -> None:
    printed = run(
        tmp_path,
        START
        + """
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

def test_a():
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(abs, -1).result() == 1
""",
    )
    assert errors(printed) == []
    assert "1 passed" in printed
