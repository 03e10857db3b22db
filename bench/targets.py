"""Performance targets, and whether a run met them. CPU targets are ratios to sharp on one thread."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
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


def _target(
    name: str,
    limit: float,
    statistic: Callable[[Sequence[float]], float],
    values: Iterable[float | None],
    *,
    at_least: bool = False,
) -> Target:
    """Return a target for a statistic of the values that were measured."""
    known = [value for value in values if value is not None]
    return Target(name, limit, statistic(known) if known else None, at_least)


_at_least = partial(_target, at_least=True)


def evaluate(results: Results) -> list[Target]:
    """Return every target with the value that this run measured."""
    return [*_speed(results), *_quality(results), *_variants(results), *_memory(results), *_scaling(results)]


def _speed(results: Results) -> list[Target]:
    drawn = results.thumbnails
    baseline = [*_ratios(drawn, "baseline"), *_ratios(results.camera)]
    return [
        _target("JPEG thumbnail, CPU, mean", 0.90, fmean, baseline),
        _target("JPEG thumbnail, CPU, worst input", 0.98, max, baseline),
        *(
            _target(f"{name}, CPU, worst input", limit, max, _ratios(drawn, group))
            for name, group, limit in _FORMATS
        ),
        _target("Animated GIF, CPU, worst input", 0.5, max, _ratios(results.animations, "gif")),
        _target("All rows of all tables, CPU, worst input", 1, max, _ratios(results.rows)),
    ]


_FORMATS = [
    ("Progressive JPEG", "progressive", 0.40),
    ("PNG", "png", 0.92),
    ("WebP", "webp", 0.80),
    ("AVIF", "avif", 0.37),
    ("GIF first frame", "gif", 0.90),
]


def _quality(results: Results) -> list[Target]:
    camera, drawn = _above_sharp(row.quality for row in results.camera), _above_sharp([results.photos])
    best = results.photos.get(_BEST, [])
    above = "SSIMULACRA2 above sharp's over"
    return [
        _at_least(f"{above} {len(camera)} camera photos, mean", 3, fmean, camera),
        _at_least(f"{above} {len(camera)} camera photos, worst", -0.5, min, camera),
        _at_least(f"{above} {len(drawn)} drawn photos and crops, mean", 0, fmean, drawn),
        _at_least(f"SSIMULACRA2 with `quality: best` over {len(best)} of these, mean", 95, fmean, best),
    ]


def _variants(results: Results) -> list[Target]:
    rows = [*results.variants, *results.camera_variants]
    clones, cascades = _ratios(rows), [_ratio_to_best_cascade(row) for row in rows]
    scores = _above_sharp(row.quality for row in rows)
    cpu = "Three variants, CPU relative to sharp's"
    return [
        _target(f"{cpu} clones, mean", 0.80, fmean, clones),
        _target(f"{cpu} clones, worst input", 0.95, max, clones),
        _target(f"{cpu} best cascade, mean", 0.90, fmean, cascades),
        _target(f"{cpu} best cascade, worst input", 1.05, max, cascades),
        _at_least("Three variants, SSIMULACRA2 above sharp's, worst variant", 0, min, scores),
    ]


def _memory(results: Results) -> list[Target]:
    rows = [*results.thumbnails, *results.camera]
    pairs = [(row.memory.get(_OURS), row.memory.get(_SHARP)) for row in rows]
    ratios = [ours.peak / sharps.peak for ours, sharps in pairs if ours and sharps]
    large = [
        ours.above_idle for row, (ours, _) in zip(rows, pairs, strict=True) if ours and "24 MP" in row.name
    ]
    whole = "Peak memory of the whole process relative to sharp"
    return [
        _target(f"{whole}, mean", 0.45, fmean, ratios),
        _target(f"{whole}, worst input", 0.45, max, ratios),
        _target("24 MP JPEG, peak MB above idle", 20, max, large),
    ]


def _scaling(results: Results) -> list[Target]:
    growth, parallel = results.growth.get(_OURS), results.parallel
    time = growth_exponent(growth.megapixels, growth.cpu_ms) if growth else None
    memory = growth_exponent(growth.megapixels, growth.memory) if growth else None
    speedup = parallel.speedup if parallel else None
    return [
        Target("CPU growth with megapixels, exponent", 1.05, time),
        Target("Memory growth with megapixels, exponent", 1.05, memory),
        Target("Three variants, speedup on two cores", 1.6, speedup, at_least=True),
    ]


def growth_exponent(megapixels: Sequence[float], values: Sequence[float]) -> float:
    """Fit value ~ megapixels^k and return k, which is 1 for linear growth."""
    points = [
        (math.log(size), math.log(value))
        for size, value in zip(megapixels, values, strict=True)
        if size >= _MIN_MEGAPIXELS and value > 0
    ]
    return linear_regression(*zip(*points, strict=True)).slope


def _ratios(rows: Iterable[Row], group: str = "") -> list[float | None]:
    """Return Darkroom's CPU times relative to sharp's: of all rows, or of those of one group."""
    return [row.ratio(_OURS, _SHARP) for row in rows if group in ("", row.group)]


def _ratio_to_best_cascade(row: Row) -> float | None:
    """Return Darkroom's CPU time relative to the fastest of sharp's cascades for this input."""
    ratios = [row.ratio(_OURS, cascade.name) for cascade in SHARP_CASCADES]
    return max((ratio for ratio in ratios if ratio is not None), default=None)


def _above_sharp(scores: Iterable[Mapping[str, Sequence[float]]]) -> list[float]:
    """Return by how much each of Darkroom's scores is above sharp's. Scores are by engine."""
    pairs = [zip(each.get(_OURS, []), each.get(_SHARP, []), strict=False) for each in scores]
    return [ours - sharps for pair in pairs for ours, sharps in pair]
