import threading
import time
from functools import partial

from chalicelib.imaging.parallel import in_order


def test_results_are_in_the_order_of_the_jobs() -> None:
    def late(value: int) -> bytes:
        time.sleep(0.01 * (3 - value))
        return bytes([value])

    jobs = [partial(late, value) for value in range(3)]
    assert in_order(iter(jobs), count=3, cores=2) == [b"\x00", b"\x01", b"\x02"]


def test_two_jobs_run_at_the_same_time_on_two_cores() -> None:
    meeting = threading.Barrier(2, timeout=10)

    def meet() -> bytes:
        meeting.wait()
        return b"met"

    assert in_order([meet, meet], count=2, cores=2) == [b"met", b"met"]


def test_one_core_uses_no_threads() -> None:
    def thread() -> bytes:
        return threading.current_thread().name.encode()

    here = [threading.current_thread().name.encode()]
    assert in_order([thread, thread], count=2, cores=1) == here * 2
    assert in_order([thread], count=1, cores=8) == here


def test_with_a_core_for_each_job_the_last_one_runs_in_this_thread() -> None:
    meeting = threading.Barrier(3, timeout=10)

    def thread() -> int:
        meeting.wait()
        return threading.get_ident()

    *others, last = in_order([thread] * 3, count=3, cores=3)
    assert last == threading.get_ident()
    assert len({*others, last}) == 3


def test_with_more_jobs_than_cores_no_more_run_at_the_same_time_than_there_are_cores() -> None:
    running, most = 0, 0
    lock = threading.Lock()

    def count() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1

    in_order([count] * 6, count=6, cores=2)
    assert most <= 2
