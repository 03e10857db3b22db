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
