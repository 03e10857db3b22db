"""Measure peak memory, with a new process for each case so that earlier jobs cannot affect it."""

from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from bench.engine_process import EngineError, EngineProcess
from bench.engines import Engine
from bench.inputs.files import Input
from bench.jobs import Output

_KIB_PER_MB = 1000 / 1.024


class Memory(Struct, frozen=True):
    """Resident memory in MB (10^6 bytes).

    `idle` is measured with the input loaded, before the job; `peak` is the highest value during the job.
    """

    idle: float
    peak: float

    @property
    def above_idle(self) -> float:
        """The memory that the job itself added."""
        return self.peak - self.idle


def parse_status(status: str, field: str) -> float:
    """Return a field of /proc/PID/status in MB (10^6 bytes). The kernel writes KiB."""
    line = next(line for line in status.splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1]) / _KIB_PER_MB


def peak(engine: Engine, source: Input, job: Sequence[Output], cores: Collection[int]) -> Memory | None:
    """Measure one run of the job in a new process. Return None if the engine cannot run it."""
    with closing(EngineProcess(engine, cores)) as process:
        try:
            process.versions()
            process.load(source.path)
            folder = Path(f"/proc/{process.pid}")
            # Resets the peak that the kernel records.
            (folder / "clear_refs").write_text("5")
            idle = parse_status((folder / "status").read_text(), "VmRSS")
            process.run(job)
        except EngineError:
            return None
        return Memory(idle, parse_status((folder / "status").read_text(), "VmHWM"))
