import pytest
from msgspec.structs import replace

from bench.memory import Memory
from bench.results import Growth, Parallel, Results, Row
from bench.targets import Target, evaluate, growth_exponent
from bench.timing import Timing


def row(name: str, group: str, **cpu: float) -> Row:
    return Row(name, group, {engine: Timing(cpu=[seconds]) for engine, seconds in cpu.items()})


EMPTY = Results(machine={}, versions={}, rounds=1)


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


def test_jpeg_targets_cover_the_camera_photos() -> None:
    results = replace(
        EMPTY,
        thumbnails=[
            row("a", "baseline", Darkroom=0.6, sharp=1.0),
            row("c", "progressive", Darkroom=9.0, sharp=1.0),
        ],
        camera=[row("b", "camera", Darkroom=1.1, sharp=1.0)],
    )

    assert find(results, "JPEG thumbnail, CPU, worst").measured == pytest.approx(1.1)
    assert find(results, "JPEG thumbnail, CPU, mean").measured == pytest.approx(0.85)


def test_inputs_that_sharp_refuses_are_ignored() -> None:
    results = replace(
        EMPTY, thumbnails=[row("a", "avif", Darkroom=0.4, sharp=1.0), row("b", "avif", Darkroom=5.0)]
    )

    assert find(results, "AVIF").measured == pytest.approx(0.4)


def test_the_worst_input_of_all_tables_has_a_target() -> None:
    results = replace(
        EMPTY,
        thumbnails=[row("a", "png", Darkroom=0.5, sharp=1.0)],
        presets=[row("b", "baseline", Darkroom=0.7, sharp=1.0)],
        animations=[row("c", "animated webp", Darkroom=1.3, sharp=1.0)],
    )

    assert find(results, "All rows").measured == pytest.approx(1.3)


def test_variants_are_compared_with_sharps_clones_and_its_fastest_cascade() -> None:
    cpu = {"Darkroom": 0.4, "sharp": 1.0, "sharp cascade": 0.8, "sharp from largest": 0.5}
    results = replace(
        EMPTY,
        variants=[row("a", "baseline", **cpu)],
        camera_variants=[row("b", "camera", **cpu | {"Darkroom": 0.6})],
    )

    assert find(results, "sharp's clones, worst").measured == pytest.approx(0.6)
    assert find(results, "sharp's best cascade, mean").measured == pytest.approx(1.0)
    assert find(results, "sharp's best cascade, worst").measured == pytest.approx(1.2)


def test_quality_is_compared_with_sharp_image_by_image() -> None:
    camera = [
        Row("a", "camera", {}, {}, {"Darkroom": [95], "sharp": [90]}),
        Row("b", "camera", {}, {}, {"Darkroom": [92], "sharp": [93]}),
    ]
    results = replace(EMPTY, camera=camera, photos={"Darkroom": [90, 80], "sharp": [88, 81]})

    assert find(results, "2 camera photos, mean").measured == 2
    assert find(results, "2 camera photos, worst").measured == -1
    assert find(results, "2 drawn photos and crops, mean").measured == 0.5


def test_each_variant_is_compared_with_sharps() -> None:
    scores = {"Darkroom": [95, 94, 96], "sharp": [94, 95, 90]}
    results = replace(EMPTY, variants=[Row("a", "baseline", {}, {}, scores)])

    assert find(results, "worst variant").measured == -1


def test_memory_targets_cover_the_job_and_the_whole_process() -> None:
    memory = {"Darkroom": Memory(idle=25, peak=35), "sharp": Memory(idle=60, peak=70)}
    results = replace(
        EMPTY,
        thumbnails=[Row("JPEG 4:2:0 24 MP", "baseline", {}, memory)],
        camera=[Row("a", "camera", {}, {**memory, "sharp": Memory(idle=30, peak=50)})],
    )

    assert find(results, "24 MP JPEG").measured == 10
    assert find(results, "whole process relative to sharp, mean").measured == pytest.approx(0.6)
    assert find(results, "whole process relative to sharp, worst").measured == pytest.approx(0.7)


def test_growth_and_parallel_speedup_have_targets() -> None:
    linear = Growth(megapixels=[6, 12], cpu_ms=[6, 12], memory=[5, 5])
    results = replace(
        EMPTY, growth={"Darkroom": linear}, parallel=Parallel(one_core=1.6, two_cores=1.0, side_by_side=2.0)
    )

    assert find(results, "CPU growth").met
    assert find(results, "Memory growth").measured == pytest.approx(0)
    assert find(results, "two cores").measured == pytest.approx(1.6)


def test_linear_growth_has_exponent_one() -> None:
    sizes = [1, 6, 12, 25, 50]

    assert growth_exponent(sizes, [99, *(3 * size for size in sizes[1:])]) == pytest.approx(1)
    assert growth_exponent(sizes, [size**2 for size in sizes]) == pytest.approx(2)
