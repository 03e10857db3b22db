"""Measure peak memory: a fresh process per case, so that no earlier job's heap hides a later one's."""

from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.engines import Engine
from bench.inputs.files import Input
from bench.jobs import Output
from bench.process import EngineError, EngineProcess

_KIB_PER_MB = 1000 / 1.024


@dataclass(frozen=True)
class Memory:
    """Megabytes of resident memory: idle with the input read, and the highest while the job ran."""

    idle: float
    peak: float

    @property
    def above_idle(self) -> float:
        """What the job itself took."""
        return self.peak - self.idle


def parse_status(status: str, field: str) -> float:
    """Return a field of /proc/PID/status in MB (10^6 bytes); the kernel writes KiB."""
    line = next(line for line in status.splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1]) / _KIB_PER_MB


def peak(engine: Engine, source: Input, job: Sequence[Output], cores: Collection[int]) -> Memory | None:
    """Run the job once in a fresh process. None when the engine cannot do it."""
    with closing(EngineProcess(engine, cores)) as process:
        try:
            process.versions()
            process.load(source.path)
            idle = _resident(process.pid)
            process.run(job)
        except EngineError:
            return None
        return Memory(idle, parse_status(_status(process.pid), "VmHWM"))


def _resident(pid: int) -> float:
    """Start the high-water mark anew and return what is resident now."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    return parse_status(_status(pid), "VmRSS")


def _status(pid: int) -> str:
    return Path(f"/proc/{pid}/status").read_text()
