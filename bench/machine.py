"""Say what the numbers were measured on; nothing that names a host."""

import os
import platform
from pathlib import Path


def describe() -> dict[str, str]:
    """Return processor, cores, memory, kernel, Python, and how many processes wanted to run."""
    return {
        "CPU": cpu_model(Path("/proc/cpuinfo").read_text()),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "architecture": platform.machine(),
        "Linux": platform.release().split("-")[0],
        "Python": platform.python_version(),
        "load of the last 15 minutes": f"{os.getloadavg()[2]:.1f}",
    }


def cpu_model(cpuinfo: str) -> str:
    """Return the first processor's name; some architectures state none."""
    names = [line.partition(":")[2].strip() for line in cpuinfo.splitlines() if line.startswith("model name")]
    return names[0] if names else "unnamed"
