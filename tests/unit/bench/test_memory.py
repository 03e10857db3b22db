import pytest

from bench.memory import Memory, parse_status

STATUS = "Name:\tpython\nVmHWM:\t   50000 kB\nVmRSS:\t   40000 kB\n"


def test_the_kernels_kibibytes_become_megabytes() -> None:
    assert parse_status(STATUS, "VmHWM") == pytest.approx(51.2)
    assert parse_status(STATUS, "VmRSS") == pytest.approx(40.96)


def test_a_job_takes_what_the_peak_is_above_idle() -> None:
    assert Memory(idle=25, peak=60).above_idle == 35
