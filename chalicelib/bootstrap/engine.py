"""Create the image engine, and let an allocation fail before Lambda kills the function for its memory.

Estimates cover what was measured. A decoder that takes more than any file that was measured then reports it,
the image fails at the first attempt, and the function goes on.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from chalicelib.bootstrap.kernel import check_kernel
from chalicelib.config.settings import Settings

if TYPE_CHECKING:
    from chalicelib.imaging import PillowEngine


def default_engine(overlays: Mapping[str, bytes] = MappingProxyType({})) -> "PillowEngine":
    """Return the image engine with its default limits, for tools that work without settings.

    `overlays` is that of the presets.
    """
    from chalicelib.imaging import Limits, PillowEngine

    return PillowEngine(Limits(), overlays)


def deployed_engine(
    settings: Settings, env: Mapping[str, str], overlays: Mapping[str, bytes]
) -> "PillowEngine":
    """Return the image engine of a deployment, and limit the memory of this process.

    Raises ConfigurationError if the kernel is to be used and not there.
    """
    from chalicelib.imaging import Limits, PillowEngine

    check_kernel(settings.darkroom_kernel)
    limit_memory(env)
    return PillowEngine(Limits(max_decode_bytes=settings.max_decode_bytes), overlays)


# Lambda sets it, in MiB: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
_MEMORY = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE"
_MIB = 1 << 20
# For what is not counted: mapped files, the kernel's tables, and Lambda's own processes.
_RESERVE = 128 * _MIB
_STATUS = Path("/proc/self/status")


def limit_memory(env: Mapping[str, str]) -> None:
    """Limit the data of this process to what the function's memory still allows. Only Lambda has a limit."""
    if _MEMORY in env:
        # Only Unix has it.
        import resource

        left = int(env[_MEMORY]) * _MIB - _RESERVE
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (data_limit(left, _STATUS.read_text("ascii")), most))


def data_limit(memory: int, status: str) -> int:
    """Return the limit for RLIMIT_DATA, in bytes, with which a process has this much memory in the end.

    The limit counts addresses, of which some never get memory (VmData), not what is in memory (VmRSS).
    `status` is the process's: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
    """
    kilobytes = dict(re.findall(r"^(\w+):\s+(\d+) kB$", status, re.MULTILINE))
    data, resident = (1024 * int(kilobytes[name]) for name in ("VmData", "VmRSS"))
    return data + max(0, memory - resident)
