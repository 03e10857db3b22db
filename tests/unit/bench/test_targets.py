from dataclasses import replace

import pytest

from bench.memory import Memory
from bench.results import Growth, Parallel, Results, Row
from bench.runner import Timing
from bench.targets import Target, evaluate, growth_exponent


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


def find(found: Results, words: str) -> Target:
    (target,) = [target for target in evaluate(found) if words in target.name]
    return target


def test_a_limit_is_met_up_to_itself() -> None:
    assert Target("speed", limit=1.0, measured=1.0).met
    assert not Target("speed", limit=1.0, measured=1.01).met
    assert Target("quality", limit=93, measured=93, at_least=True).met
    assert not Target("quality", limit=93, measured=92.9, at_least=True).met


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    assert {target.met for target in evaluate(EMPTY)} == {None}


def test_the_worst_and_the_mean_baseline_jpeg_are_judged_apart() -> None:
    found = replace(
        EMPTY,
        thumbnails=[
            row("a", "baseline", Darkroom=0.6, sharp=1.0),
            row("b", "baseline", Darkroom=1.1, sharp=1.0),
            row("c", "progressive", Darkroom=9.0, sharp=1.0),
        ],
    )

    assert find(found, "Baseline JPEG, CPU, worst").measured == pytest.approx(1.1)
    assert find(found, "Baseline JPEG, CPU, mean").measured == pytest.approx(0.85)


def test_an_input_that_sharp_refuses_does_not_count() -> None:
    found = replace(
        EMPTY, thumbnails=[row("a", "avif", Darkroom=0.4, sharp=1.0), row("b", "avif", Darkroom=5.0)]
    )

    assert find(found, "AVIF").measured == pytest.approx(0.4)


def test_variants_are_compared_with_clones_and_with_the_cascade() -> None:
    found = replace(EMPTY, variants=[row("a", "baseline", Darkroom=0.4, sharp=1.0, sharp_cascade=0.5)])

    assert find(found, "sharp's clones").measured == pytest.approx(0.4)
    assert find(found, "sharp's cascade").measured == pytest.approx(0.8)


def test_memory_is_judged_above_idle_and_as_a_whole() -> None:
    memory = {"Darkroom": Memory(idle=25, peak=35), "sharp": Memory(idle=60, peak=70)}
    found = replace(
        EMPTY,
        thumbnails=[Row("JPEG 4:2:0 24 MP", "baseline", {}, memory), Row("WebP 12 MP", "webp", {}, memory)],
    )

    assert find(found, "24 MP JPEG").measured == 10
    assert find(found, "12 MP WebP").measured == 35
    assert find(found, "to sharp's, mean of all").measured == 0.5


def test_the_exponent_of_linear_growth_is_one() -> None:
    sizes = [1, 6, 12, 25, 50]

    assert growth_exponent(sizes, [99, *(3 * size for size in sizes[1:])]) == pytest.approx(1)
    assert growth_exponent(sizes, [size**2 for size in sizes]) == pytest.approx(2)


def test_growth_and_parallel_speed_are_judged() -> None:
    linear = Growth(megapixels=[6, 12], cpu_ms=[6, 12], memory=[5, 5])
    found = replace(
        EMPTY, growth={"Darkroom": linear}, parallel=Parallel(one_core=1.6, two_cores=1.0, side_by_side=2.0)
    )

    assert find(found, "Growth of CPU").met
    assert find(found, "Growth of memory").measured == pytest.approx(0)
    assert find(found, "two cores").measured == pytest.approx(1.6)
