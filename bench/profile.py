"""Profile Darkroom's jobs: the share of CPU time that each kind of work takes."""

import cProfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import CodeType, MappingProxyType

from bench import jobs
from bench.inputs import typical
from bench.jobs import Output
from bench.peers.darkroom import render

_RUNS = 5
OTHER = "other"

# Part of the name that the profiler gives a function -> kind of work. A call through ctypes has no name of
# its own, so the kernel's work is that of the module that calls it.
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "'decode' of 'ImagingDecoder'": "Pillow decoder",
        "libwebp.py": "libwebp decoder",
        "'decompress' of 'isal_zlib": "inflate",
        "kernel/unfilter.py": "PNG filters",
        "kernel/resample.py": "Lanczos",
        "'resize' of 'ImagingCore'": "Lanczos",
        "kernel/reduce.py": "block averaging",
        "'reduce' of 'ImagingCore'": "block averaging",
        "kernel/palette.py": "palettes",
        "'convert' of 'ImagingCore'": "color and alpha conversion",
        "WebPEncode": "WebP encoder",
        "'encode_to_file' of": "JPEG encoder",
    }
)
COLUMNS = (*dict.fromkeys(_KINDS.values()), OTHER)

_PROFILED: Sequence[tuple[str, Sequence[Output]]] = (
    ("JPEG 4:2:0 6 MP", jobs.THUMBNAIL),
    ("JPEG 4:2:0 12 MP", jobs.THUMBNAIL),
    ("PNG RGB 5 MP", jobs.THUMBNAIL),
    ("PNG RGBA 5 MP", jobs.THUMBNAIL),
    ("WebP 12 MP", jobs.THUMBNAIL),
    ("GIF animated 0.5 MP, 24 frames", jobs.THUMBNAIL),
    ("JPEG 4:2:0 12 MP", jobs.VARIANTS),
    ("GIF animated 0.5 MP, 24 frames", jobs.animation("gif")),
)


def shares(times: Mapping[str, float]) -> Mapping[str, float]:
    """Convert seconds by function name into shares by kind of work."""
    sums: dict[str, float] = defaultdict(float)
    for name, seconds in times.items():
        sums[next((kind for part, kind in _KINDS.items() if part in name), OTHER)] += seconds
    whole = sum(sums.values())
    return {kind: sums[kind] / whole for kind in COLUMNS}


def profiles() -> dict[str, Mapping[str, float]]:
    """Return the shares of CPU time (0 to 1) of the jobs that the targets cover, by job and kind of work."""
    found = {}
    for name, job in _PROFILED:
        content = typical.find(name).path.read_bytes()
        render(content, job)
        profiler = cProfile.Profile(time.process_time)
        with profiler:
            for _ in range(_RUNS):
                render(content, job)
        times = {_name(entry.code): entry.inlinetime for entry in profiler.getstats()}
        outputs = "three variants" if len(job) > 1 else f"{job[0]['format']} of 300 pixels"
        found[f"{name}, {outputs}"] = shares(times)
    return found


def _name(code: str | CodeType) -> str:
    """Return the profiler's name of a C function, or the file, line and name of a Python function."""
    return code if isinstance(code, str) else f"{code.co_filename}:{code.co_firstlineno} {code.co_name}"
