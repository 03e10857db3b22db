"""Performance targets, and whether a run met them. CPU targets are ratios to sharp on one thread."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from bench.engines import DARKROOM, DARKROOM_BEST, PILLOW_NAIVE, SHARP, SHARP_CASCADE
from bench.results import Results, Row

_OURS, _BEST, _SHARP, _CASCADE, _NAIVE = (
    each.name for each in (DARKROOM, DARKROOM_BEST, SHARP, SHARP_CASCADE, PILLOW_NAIVE)
)


@dataclass(frozen=True)
class Target:
    """One target: `measured` must be at most `limit`, or at least `limit` if `at_least` is set.

    `measured` is None if this run did not measure it.
    """

    name: str
    limit: float
    measured: float | None
    at_least: bool = False

    @property
    def met(self) -> bool | None:
        """Whether this run met the target, or None if it was not measured."""
        if self.measured is None:
            return None
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def evaluate(results: Results) -> list[Target]:
    """Return every target with the value that this run measured."""
    return [*_speed(results), *_quality(results), *_variants(results), *_memory(results), *_scaling(results)]


def growth_exponent(megapixels: Sequence[float], values: Sequence[float]) -> float:
    """Fit value ~ megapixels^k by least squares on logarithms and return k, which is 1 for linear growth."""
    points = [
        (math.log(size), math.log(value))
        for size, value in zip(megapixels, values, strict=True)
        if size >= _MIN_MEGAPIXELS and value > 0
    ]
    middle = fmean(x for x, _ in points), fmean(y for _, y in points)
    above = sum((x - middle[0]) * (y - middle[1]) for x, y in points)
    return above / sum((x - middle[0]) ** 2 for x, _ in points)


# Below this many megapixels, fixed costs hide how the work grows.
_MIN_MEGAPIXELS = 6


def _speed(results: Results) -> list[Target]:
    baseline = _ratios(results.thumbnails, "baseline")
    naive = _ratios(results.thumbnails, "baseline", ours=_NAIVE, to=_OURS)
    return [
        Target("Baseline JPEG, CPU, worst input", 1.0, _apply(max, baseline)),
        Target("Baseline JPEG, CPU, mean", 0.95, _apply(fmean, baseline)),
        *(
            Target(f"{label}, CPU, worst input", limit, _apply(max, _ratios(results.thumbnails, group)))
            for label, group, limit in _FORMATS
        ),
        Target(
            "Naive Pillow's CPU relative to Darkroom, baseline JPEG, mean",
            3.0,
            _apply(fmean, naive),
            at_least=True,
        ),
    ]


_FORMATS = [
    ("Progressive JPEG", "progressive", 0.5),
    ("WebP", "webp", 0.85),
    ("AVIF", "avif", 0.5),
    ("GIF first frame", "gif", 1.2),
    ("PNG", "png", 1.3),
]


def _quality(results: Results) -> list[Target]:
    scores, best = results.photos.get(_OURS, []), results.photos.get(_BEST, [])
    return [
        Target(f"SSIMULACRA2 over {len(scores)} photos, mean", 93, _apply(fmean, scores), at_least=True),
        Target(f"SSIMULACRA2 over {len(scores)} photos, minimum", 83, _apply(min, scores), at_least=True),
        Target(
            f"SSIMULACRA2 with `quality: best` over {len(best)} photos, mean",
            95,
            _apply(fmean, best),
            at_least=True,
        ),
    ]


def _variants(results: Results) -> list[Target]:
    clones = [row.ratio(_OURS, _SHARP) for row in results.variants]
    cascade = [row.ratio(_OURS, _CASCADE) for row in results.variants]
    scores = [score for row in results.variants for score in row.quality.get(_OURS, [])]
    return [
        Target(
            "Three variants, CPU relative to sharp's clones, worst input", 0.5, _apply(max, _known(clones))
        ),
        Target(
            "Three variants, CPU relative to sharp's cascade, worst input", 1.0, _apply(max, _known(cascade))
        ),
        Target("Three variants, SSIMULACRA2, worst variant", 94, _apply(min, scores), at_least=True),
    ]


def _memory(results: Results) -> list[Target]:
    large = [_above_idle(row) for row in results.thumbnails if "24 MP" in row.name]
    webp = [_peak(row) for row in results.thumbnails if row.group == "webp"]
    thirds = [_memory_ratio(row) for row in results.thumbnails]
    return [
        Target("24 MP JPEG, peak MB above idle", 20, _apply(max, _known(large))),
        Target("12 MP WebP, peak MB of the whole process", 40, _apply(max, _known(webp))),
        Target(
            "Peak process memory relative to sharp, mean of all inputs", 1 / 3, _apply(fmean, _known(thirds))
        ),
    ]


def _scaling(results: Results) -> list[Target]:
    growth, parallel = results.growth.get(_OURS), results.parallel
    time = growth_exponent(growth.megapixels, growth.cpu_ms) if growth else None
    memory = growth_exponent(growth.megapixels, growth.memory) if growth else None
    speedup = parallel.speedup if parallel else None
    return [
        Target("CPU growth with megapixels, exponent", 1.05, time),
        Target("Memory growth with megapixels, exponent", 1.05, memory),
        Target("Three variants, speedup on two cores", 1.5, speedup, at_least=True),
    ]


def _ratios(rows: Sequence[Row], group: str, ours: str = _OURS, to: str = _SHARP) -> list[float]:
    return _known([row.ratio(ours, to) for row in rows if row.group == group])


def _above_idle(row: Row) -> float | None:
    memory = row.memory.get(_OURS)
    return memory.above_idle if memory else None


def _peak(row: Row) -> float | None:
    memory = row.memory.get(_OURS)
    return memory.peak if memory else None


def _memory_ratio(row: Row) -> float | None:
    ours, theirs = row.memory.get(_OURS), row.memory.get(_SHARP)
    return ours.peak / theirs.peak if ours and theirs else None


def _known(values: Sequence[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _apply(statistic: Callable[[Sequence[float]], float], values: Sequence[float]) -> float | None:
    return statistic(values) if values else None
