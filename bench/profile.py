"""Where Darkroom's time goes: the calls into C that one job is made of, as shares of its CPU."""

import cProfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType, MappingProxyType

from bench import jobs
from bench.inputs import everyday
from bench.jobs import Output
from bench.peers.darkroom import render

_RUNS = 5
OTHER = "everything else"

# What the profiler calls a function, and what it does.
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "'decode' of 'ImagingDecoder'": "Pillow's decoder",
        "libwebp.py": "libwebp's decoder",
        "'decompress' of 'isal_zlib": "inflate",
        "'resize' of 'ImagingCore'": "Lanczos",
        "'reduce' of 'ImagingCore'": "block averages",
        "'convert' of 'ImagingCore'": "colours and alpha",
        "WebPEncode": "WebP encoder",
        "'encode_to_file' of": "JPEG encoder",
    }
)
COLUMNS = (*_KINDS.values(), OTHER)

_PROFILED: Sequence[tuple[str, Sequence[Output]]] = (
    ("JPEG 4:2:0 6 MP", jobs.THUMBNAIL),
    ("JPEG 4:2:0 12 MP", jobs.THUMBNAIL),
    ("PNG RGB 5 MP", jobs.THUMBNAIL),
    ("PNG RGBA 5 MP", jobs.THUMBNAIL),
    ("WebP 12 MP", jobs.THUMBNAIL),
    ("GIF animated 0.5 MP, 24 frames", jobs.THUMBNAIL),
    ("JPEG 4:2:0 12 MP", jobs.VARIANTS),
)


@dataclass(frozen=True)
class Profile:
    """One job: the share (0..1) of its time by kind of work."""

    name: str
    shares: Mapping[str, float]


def profiles() -> list[Profile]:
    """Profile the jobs that the targets are about."""
    return list(_measured())


def shares(times: Mapping[str, float]) -> Mapping[str, float]:
    """Turn seconds by the profiler's names into shares by kind of work."""
    sums: dict[str, float] = defaultdict(float)
    for name, seconds in times.items():
        sums[next((kind for part, kind in _KINDS.items() if part in name), OTHER)] += seconds
    whole = sum(sums.values())
    return {kind: sums[kind] / whole for kind in COLUMNS}


def _measured() -> Iterator[Profile]:
    for name, job in _PROFILED:
        content = everyday.find(name).path.read_bytes()
        render(content, job)
        profiler = cProfile.Profile()
        with profiler:
            for _ in range(_RUNS):
                render(content, job)
        times = {_name(entry.code): entry.inlinetime for entry in profiler.getstats()}
        outputs = "three variants" if len(job) > 1 else "300 pixels"
        yield Profile(f"{name}, {outputs}", shares(times))


def _name(code: str | CodeType) -> str:
    """Name functions in C as the profiler does, and others by their place."""
    return code if isinstance(code, str) else f"{code.co_filename}:{code.co_firstlineno} {code.co_name}"
