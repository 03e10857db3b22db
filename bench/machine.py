"""Describe the machine of a measurement, without anything that identifies the host."""

import os
import platform
from pathlib import Path

from chalicelib.imaging.kernel import library

# The instruction sets of the kernel's levels, by architecture: chalicelib/imaging/kernel/cpu.h.
_LEVELS = {"x86_64": ("plain C", "SSE4.1", "AVX2"), "aarch64": ("plain C", "NEON")}


def describe() -> dict[str, str]:
    """Return processor, cores, memory, architecture, versions, the engine's kernel and the load average."""
    return {
        "CPU": cpu_model(Path("/proc/cpuinfo").read_text()),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "architecture": platform.machine(),
        "Linux": platform.release().split("-")[0],
        "Python": platform.python_version(),
        "kernel": image_kernel(platform.machine()),
        "15-minute load average": f"{os.getloadavg()[2]:.1f}",
    }


def cpu_model(cpuinfo: str) -> str:
    """Return the model name of the first processor, or "unnamed" if /proc/cpuinfo has none."""
    names = [line.partition(":")[2].strip() for line in cpuinfo.splitlines() if line.startswith("model name")]
    return names[0] if names else "unnamed"


def image_kernel(machine: str) -> str:
    """Return the architecture and the instruction set of the image engine's kernel, if it is in use."""
    kernel = library.loaded()
    if kernel is None:
        return "off" if os.environ.get("DARKROOM_KERNEL") == "off" else "not built"
    return f"{machine.replace('_', '-')} {_LEVELS[machine][kernel.darkroom_level()]}"
