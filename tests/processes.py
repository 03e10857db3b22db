"""A pytest plugin that fails a test if it leaves a process running.

Fixtures of module or session scope may keep processes, which must be gone when the session ends.
"""

import ctypes
import gc
import os
import shlex
import subprocess
import sys
from collections.abc import Collection, Generator, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

# how long a process that was told to end may take
GRACE_SECONDS = 1
KILL_SECONDS = 10
MARKER = "shares_processes"

_PR_SET_CHILD_SUBREAPER = 36
_SHARED = pytest.StashKey[AbstractSet[psutil.Process]]()


def pytest_configure(config: pytest.Config) -> None:
    description = "a fixture of module or session scope starts processes while the test runs."
    config.addinivalue_line("markers", f"{MARKER}: {description}")
    config.stash[_SHARED] = frozenset()


@pytest.fixture(scope="session", autouse=True)
def no_process_outlives_the_session() -> Iterator[None]:
    """Fail the last test if a fixture of module or session scope has left a process."""
    _adopt_orphans()
    known = children()
    yield
    _fail_if_any(end_leftovers(known), "A fixture of module or session scope")


@pytest.fixture(autouse=True)
def no_process_outlives_its_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a process; the fixtures it shares with others were set up before this one."""
    known = children()
    yield
    if not request.node.get_closest_marker(MARKER):
        _fail_if_any(end_leftovers(known | request.config.stash[_SHARED]), "The test")


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """Note the processes of shared fixtures, which a test may also request while it runs."""
    if fixturedef.scope == "function":
        return (yield)
    known = children()
    result = yield
    request.config.stash[_SHARED] |= children() - known
    return result


class _Children:
    """The child processes, including adopted orphans and processes nobody has waited for.

    Every test asks for them twice. psutil reads all processes of the machine, so it is only asked again if
    there are others than last time.
    """

    def __init__(self) -> None:
        self._found: frozenset[psutil.Process] = frozenset()

    def __call__(self) -> frozenset[psutil.Process]:
        if _child_pids() != {process.pid for process in self._found}:
            self._found = frozenset(psutil.Process().children())
        return self._found


children = _Children()


def _child_pids() -> set[int] | None:
    """Return the IDs of the child processes, or None if this system has no fast way to list them."""
    if hasattr(os, "waitid"):  # on macOS since Python 3.13
        try:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return set()
    lists = Path("/proc/self/task").glob("*/children")  # of each thread; only on Linux
    with suppress(FileNotFoundError):  # a thread has ended
        return {int(pid) for each in lists for pid in each.read_text("ascii").split()} or None
    return None


def end_leftovers(known: frozenset[psutil.Process]) -> list[str]:
    """Kill all children but the `known` ones; return the command lines of those that still ran."""
    started = [process for process in children() - known if not _is_resource_tracker(process)]
    _, running = psutil.wait_procs(started, GRACE_SECONDS)
    commands = [shlex.join(command_line(process)) for process in running]
    for process in running:
        _kill_tree(process)
    if started:
        _close_popen_objects({process.pid for process in started})
    return commands


def _fail_if_any(commands: list[str], culprit: str) -> None:
    if commands:
        pytest.fail("\n  ".join([f"{culprit} left processes running:", *commands]), pytrace=False)


def _adopt_orphans() -> None:
    """Become the parent of descendants that lose theirs; only Linux can do it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _is_resource_tracker(process: psutil.Process) -> bool:
    """Return whether this is Python's helper for process pools, which lives as long as the interpreter."""
    return any("multiprocessing.resource_tracker" in argument for argument in command_line(process))


def command_line(process: psutil.Process) -> list[str]:
    """Return the command line of a process, or nothing if it has ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _kill_tree(process: psutil.Process) -> None:
    with suppress(psutil.NoSuchProcess):
        tree = [process, *process.children(recursive=True)]
        for member in tree:
            with suppress(psutil.NoSuchProcess):
                member.kill()
        psutil.wait_procs(tree, KILL_SECONDS)


def _close_popen_objects(pids: Collection[int]) -> None:
    """Close the objects of ended processes, whose ResourceWarning could otherwise fail a later test."""
    for each in gc.get_objects():
        # isinstance would ask proxy objects for the class of their target
        if issubclass(type(each), subprocess.Popen) and getattr(each, "pid", 0) in pids:
            with suppress(OSError), each:
                each.kill()
