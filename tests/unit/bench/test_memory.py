import pytest

from bench.memory import Memory, parse_status

STATUS = "Name:\tpython\nVmHWM:\t   50000 kB\nVmRSS:\t   40000 kB\n"


def test_kibibytes_from_the_kernel_are_converted_to_megabytes() -> None:
    assert parse_status(STATUS, "VmHWM") == pytest.approx(51.2)
    assert parse_status(STATUS, "VmRSS") == pytest.approx(40.96)


def test_memory_above_idle_is_peak_minus_idle() -> None:
    assert Memory(idle=25, peak=60).above_idle == 35
