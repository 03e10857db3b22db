from dataclasses import replace

import pytest

from bench.memory import Memory
from bench.results import Growth, Parallel, Results, Row
from bench.targets import Target, evaluate, growth_exponent
from bench.timing import Timing


def row(name: str, group: str, **cpu: float) -> Row:
    timings = {engine.replace("_", " "): Timing(cpu=[seconds]) for engine, seconds in cpu.items()}
    return Row(name, group, timings)


EMPTY = Results(
    machine={},
    versions={},
    thumbnails=[],
    photos={},
    variants=[],
    animations=[],
    growth={},
    parallel=None,
    profiles=[],
    rounds=1,
)


def find(results: Results, text: str) -> Target:
    (target,) = [target for target in evaluate(results) if text in target.name]
    return target


def test_a_value_equal_to_the_limit_meets_the_target() -> None:
    assert Target("speed", limit=1.0, measured=1.0).met
    assert not Target("speed", limit=1.0, measured=1.01).met
    assert Target("quality", limit=93, measured=93, at_least=True).met
    assert not Target("quality", limit=93, measured=92.9, at_least=True).met


def test_a_target_without_a_measurement_is_neither_met_nor_missed() -> None:
    assert {target.met for target in evaluate(EMPTY)} == {None}


def test_baseline_jpeg_has_separate_targets_for_worst_and_mean() -> None:
    results = replace(
        EMPTY,
        thumbnails=[
            row("a", "baseline", Darkroom=0.6, sharp=1.0),
            row("b", "baseline", Darkroom=1.1, sharp=1.0),
            row("c", "progressive", Darkroom=9.0, sharp=1.0),
        ],
    )

    assert find(results, "Baseline JPEG, CPU, worst").measured == pytest.approx(1.1)
    assert find(results, "Baseline JPEG, CPU, mean").measured == pytest.approx(0.85)


def test_inputs_that_sharp_refuses_are_ignored() -> None:
    results = replace(
        EMPTY, thumbnails=[row("a", "avif", Darkroom=0.4, sharp=1.0), row("b", "avif", Darkroom=5.0)]
    )

    assert find(results, "AVIF").measured == pytest.approx(0.4)


def test_variants_are_compared_with_sharps_clones_and_cascade() -> None:
    results = replace(EMPTY, variants=[row("a", "baseline", Darkroom=0.4, sharp=1.0, sharp_cascade=0.5)])

    assert find(results, "sharp's clones").measured == pytest.approx(0.4)
    assert find(results, "sharp's cascade").measured == pytest.approx(0.8)


def test_memory_targets_cover_the_job_and_the_whole_process() -> None:
    memory = {"Darkroom": Memory(idle=25, peak=35), "sharp": Memory(idle=60, peak=70)}
    results = replace(
        EMPTY,
        thumbnails=[Row("JPEG 4:2:0 24 MP", "baseline", {}, memory), Row("WebP 12 MP", "webp", {}, memory)],
    )

    assert find(results, "24 MP JPEG").measured == 10
    assert find(results, "12 MP WebP").measured == 35
    assert find(results, "Peak process memory relative to sharp").measured == 0.5


def test_linear_growth_has_exponent_one() -> None:
    sizes = [1, 6, 12, 25, 50]

    assert growth_exponent(sizes, [99, *(3 * size for size in sizes[1:])]) == pytest.approx(1)
    assert growth_exponent(sizes, [size**2 for size in sizes]) == pytest.approx(2)


def test_growth_and_parallel_speedup_have_targets() -> None:
    linear = Growth(megapixels=[6, 12], cpu_ms=[6, 12], memory=[5, 5])
    results = replace(
        EMPTY, growth={"Darkroom": linear}, parallel=Parallel(one_core=1.6, two_cores=1.0, side_by_side=2.0)
    )

    assert find(results, "CPU growth").met
    assert find(results, "Memory growth").measured == pytest.approx(0)
    assert find(results, "two cores").measured == pytest.approx(1.6)
