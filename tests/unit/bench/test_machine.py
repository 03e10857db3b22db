import platform
import re

from bench.machine import cpu_model, image_kernel
from tests.unit.imaging import kernels


def test_the_cpu_model_is_that_of_the_first_processor() -> None:
    assert cpu_model("processor\t: 0\nmodel name\t: Example 9000\nmodel name\t: Other\n") == "Example 9000"


def test_a_processor_without_a_model_name_is_unnamed() -> None:
    assert cpu_model("processor\t: 0\nBogoMIPS\t: 50.00\n") == "unnamed"


def test_the_kernel_in_use_is_named_with_its_instruction_set() -> None:
    kernel = kernels.compiled()
    with kernels.limited(kernel, kernels.PLAIN):
        assert re.fullmatch(r"(x86-64|aarch64) plain C", image_kernel(platform.machine()))
    assert image_kernel(platform.machine()).partition(" ")[2] in {"plain C", "SSE4.1", "AVX2", "NEON"}


def test_a_kernel_that_is_off_is_not_called_missing() -> None:
    with kernels.pillow_alone():
        assert image_kernel("x86_64") == "off"
