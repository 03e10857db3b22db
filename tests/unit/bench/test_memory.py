import pytest

from bench.memory import Memory, parse_status, typical

STATUS = "Name:\tpython\nVmHWM:\t   50000 kB\nVmRSS:\t   40000 kB\n"


def test_the_kernels_kibibytes_become_megabytes() -> None:
    assert parse_status(STATUS, "VmHWM") == pytest.approx(51.2)
    assert parse_status(STATUS, "VmRSS") == pytest.approx(40.96)


def test_a_job_takes_what_the_peak_is_above_idle() -> None:
    assert Memory(idle=25, peak=60).above_idle == 35


def test_the_middle_run_counts() -> None:
    runs = [Memory(idle=10, peak=peak) for peak in (90, 20, 30)]

    assert typical(runs) == Memory(idle=10, peak=30)


def test_one_failed_run_leaves_no_number() -> None:
    assert typical([Memory(idle=10, peak=20), None]) is None
