"""Describe the machine of a measurement, without anything that identifies the host."""

import os
import platform
from pathlib import Path


def describe() -> dict[str, str]:
    """Return processor, cores, memory, architecture, kernel, Python version and load average."""
    return {
        "CPU": cpu_model(Path("/proc/cpuinfo").read_text()),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "architecture": platform.machine(),
        "Linux": platform.release().split("-")[0],
        "Python": platform.python_version(),
        "15-minute load average": f"{os.getloadavg()[2]:.1f}",
    }


def cpu_model(cpuinfo: str) -> str:
    """Return the model name of the first processor, or "unnamed" if /proc/cpuinfo has none."""
    names = [line.partition(":")[2].strip() for line in cpuinfo.splitlines() if line.startswith("model name")]
    return names[0] if names else "unnamed"
