"""Performance targets, and whether a run met them. CPU targets are ratios to sharp on one thread."""

import math
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean, linear_regression

from msgspec import Struct

from bench.engines import DARKROOM, DARKROOM_BEST, SHARP, SHARP_CASCADES
from bench.results import Results, Row

_OURS, _BEST, _SHARP = DARKROOM.name, DARKROOM_BEST.name, SHARP.name
# Below this many megapixels, fixed costs hide how the work grows.
_MIN_MEGAPIXELS = 6


class Target(Struct, frozen=True):
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


def best_cascade(row: Row) -> float | None:
    """Return Darkroom's CPU time relative to the fastest of sharp's cascades for this input."""
    found = _known(row.ratio(_OURS, cascade.name) for cascade in SHARP_CASCADES)
    return max(found, default=None)


def _speed(results: Results) -> list[Target]:
    baseline = [*_ratios(results.thumbnails, "baseline"), *_ratios(results.camera, "camera")]
    return [
        Target("JPEG thumbnail, CPU, mean", 0.90, _apply(fmean, baseline)),
        Target("JPEG thumbnail, CPU, worst input", 0.98, _apply(max, baseline)),
        *(
            Target(f"{label}, CPU, worst input", limit, _apply(max, _ratios(results.thumbnails, group)))
            for label, group, limit in _FORMATS
        ),
        Target("Animated GIF, CPU, worst input", 0.5, _apply(max, _ratios(results.animations, "gif"))),
        Target("All rows of all tables, CPU, worst input", 1, _apply(max, _all_ratios(results.rows))),
    ]


_FORMATS = [
    ("Progressive JPEG", "progressive", 0.40),
    ("PNG", "png", 0.92),
    ("WebP", "webp", 0.80),
    ("AVIF", "avif", 0.37),
    ("GIF first frame", "gif", 0.90),
]


def _quality(results: Results) -> list[Target]:
    camera, drawn = _differences(results.camera), _photo_differences(results)
    best = results.photos.get(_BEST, [])
    return [
        _at_least(f"SSIMULACRA2 above sharp's over {len(camera)} camera photos, mean", 3, fmean, camera),
        _at_least(f"SSIMULACRA2 above sharp's over {len(camera)} camera photos, worst", -0.5, min, camera),
        _at_least(
            f"SSIMULACRA2 above sharp's over {len(drawn)} drawn photos and crops, mean", 0, fmean, drawn
        ),
        _at_least(f"SSIMULACRA2 with `quality: best` over {len(best)} of these, mean", 95, fmean, best),
    ]


def _variants(results: Results) -> list[Target]:
    rows = [*results.variants, *results.camera_variants]
    clones, cascade = _all_ratios(rows), _known(best_cascade(row) for row in rows)
    return [
        Target("Three variants, CPU relative to sharp's clones, mean", 0.80, _apply(fmean, clones)),
        Target("Three variants, CPU relative to sharp's clones, worst input", 0.95, _apply(max, clones)),
        Target("Three variants, CPU relative to sharp's best cascade, mean", 0.90, _apply(fmean, cascade)),
        Target(
            "Three variants, CPU relative to sharp's best cascade, worst input", 1.05, _apply(max, cascade)
        ),
        _at_least("Three variants, SSIMULACRA2 above sharp's, worst variant", 0, min, _differences(rows)),
    ]


def _memory(results: Results) -> list[Target]:
    rows = [*results.thumbnails, *results.camera]
    ratios = _known(map(_memory_ratio, rows))
    large = _known(_above_idle(row) for row in rows if "24 MP" in row.name)
    return [
        Target("Peak memory of the whole process relative to sharp, mean", 0.45, _apply(fmean, ratios)),
        Target("Peak memory of the whole process relative to sharp, worst input", 0.45, _apply(max, ratios)),
        Target("24 MP JPEG, peak MB above idle", 20, _apply(max, large)),
    ]


def _scaling(results: Results) -> list[Target]:
    growth, parallel = results.growth.get(_OURS), results.parallel
    time = growth_exponent(growth.megapixels, growth.cpu_ms) if growth else None
    memory = growth_exponent(growth.megapixels, growth.memory) if growth else None
    return [
        Target("CPU growth with megapixels, exponent", 1.05, time),
        Target("Memory growth with megapixels, exponent", 1.05, memory),
        Target(
            "Three variants, speedup on two cores", 1.6, parallel.speedup if parallel else None, at_least=True
        ),
    ]


def growth_exponent(megapixels: Sequence[float], values: Sequence[float]) -> float:
    """Fit value ~ megapixels^k and return k, which is 1 for linear growth."""
    points = [
        (math.log(size), math.log(value))
        for size, value in zip(megapixels, values, strict=True)
        if size >= _MIN_MEGAPIXELS and value > 0
    ]
    return linear_regression(*zip(*points, strict=True)).slope


def _ratios(rows: Sequence[Row], group: str) -> list[float]:
    return _all_ratios(row for row in rows if row.group == group)


def _all_ratios(rows: Iterable[Row]) -> list[float]:
    return _known(row.ratio(_OURS, _SHARP) for row in rows)


def _differences(rows: Sequence[Row]) -> list[float]:
    """Return by how much each output's score is above sharp's."""
    pairs = [(row.quality.get(_OURS, []), row.quality.get(_SHARP, [])) for row in rows]
    return [one - other for ours, theirs in pairs for one, other in zip(ours, theirs, strict=False)]


def _photo_differences(results: Results) -> list[float]:
    ours, theirs = results.photos.get(_OURS, []), results.photos.get(_SHARP, [])
    return [one - other for one, other in zip(ours, theirs, strict=False)]


def _above_idle(row: Row) -> float | None:
    memory = row.memory.get(_OURS)
    return memory.above_idle if memory else None


def _memory_ratio(row: Row) -> float | None:
    ours, theirs = row.memory.get(_OURS), row.memory.get(_SHARP)
    return ours.peak / theirs.peak if ours and theirs else None


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


Statistic = Callable[[Sequence[float]], float]


def _apply(statistic: Statistic, values: Sequence[float]) -> float | None:
    return statistic(values) if values else None


def _at_least(name: str, limit: float, statistic: Statistic, values: Sequence[float]) -> Target:
    return Target(name, limit, _apply(statistic, values), at_least=True)
