from msgspec.structs import replace

from bench.markdown import table
from bench.memory import Memory
from bench.profile import COLUMNS
from bench.report import render
from bench.results import AnimatedFile, Growth, Parallel, Results, Row
from bench.timing import Timing

TIMINGS = {
    "Darkroom": Timing(cpu=[0.020]),
    "sharp": Timing(cpu=[0.025]),
    "thumbor": Timing(refused="cannot decode"),
}
RESULTS = Results(
    machine={"CPU": "Example 9000", "cores": "2"},
    versions={"sharp": "0.35.5"},
    thumbnails=[
        Row(
            "JPEG 12 MP",
            "baseline",
            TIMINGS,
            {"Darkroom": Memory(idle=25, peak=30)},
            {"Darkroom": [94.96]},
        )
    ],
    photos={"Darkroom": [90.0, 96.0], "sharp": [91.0, 80.0]},
    variants=[Row("JPEG 12 MP", "baseline", TIMINGS, {}, {"Darkroom": [97.0, 96.0, 95.0]})],
    growth={"Darkroom": Growth([6, 12], [10.0, 20.0], [3.0, 3.0])},
    parallel=Parallel(one_core=0.3, two_cores=0.2, side_by_side=0.4),
    profiles={"PNG": dict.fromkeys(COLUMNS, 0.1) | {"inflate": 0.2}},
    rounds=9,
)


def test_a_table_is_markdown() -> None:
    assert table(["a", "b"], [["x", "1"]]) == "| a | b |\n| --- | ---: |\n| x | 1 |"


def test_times_are_followed_by_the_ratio_to_sharp() -> None:
    assert "| JPEG 12 MP | 20 (0.80) | 25 (1.00) | refused |" in render(RESULTS)


def test_long_times_have_no_exponent() -> None:
    slow = Row("GIF", "gif", {"sharp": Timing(cpu=[6.1504])})

    assert "| GIF | 6150 (1.00) |" in render(replace(RESULTS, animations=[slow]))


def test_memory_is_shown_above_idle_with_the_peak_in_parentheses() -> None:
    assert "| JPEG 12 MP | 5 (30) |" in render(RESULTS)


def test_each_target_is_met_missed_or_not_measured() -> None:
    report = render(RESULTS)

    assert "| JPEG thumbnail, CPU, mean | at most 0.9 | 0.8 | met |" in report
    assert "over 2 drawn photos and crops, mean | at least 0 | 7.5 | met |" in report
    assert (
        "| SSIMULACRA2 with `quality: best` over 0 of these, mean | at least 95 |  | not measured |" in report
    )


def test_variant_scores_keep_the_order_of_the_variants() -> None:
    assert "97.0 / 96.0 / 95.0" in render(RESULTS)


def test_photo_scores_are_summarized_with_wins_over_sharp() -> None:
    report = render(RESULTS)

    assert "| Darkroom | 93.0 | 90.0 | 1 of 2 |" in report
    assert "| sharp | 85.5 | 80.0 | 0 of 2 |" in report


def test_sections_that_were_not_measured_are_left_out() -> None:
    assert "## Three variants" in render(RESULTS)
    assert "## Three variants" not in render(replace(RESULTS, variants=[]))


def test_camera_photos_have_statistics_and_ratios_to_each_engine() -> None:
    scores = {"Darkroom": [95.0], "sharp": [90.0]}
    photos = [Row(name, "camera", TIMINGS, {}, scores) for name in ("camera01", "camera02")]

    report = render(replace(RESULTS, camera=photos))

    assert "2 JPEGs of as many cameras and phones" in report
    assert "| Darkroom | 95.0 | 95.0 | 2 of 2 |" in report
    assert "| sharp | 0.80 | 0.80 |" in report


def test_animations_show_bytes_and_the_largest_error() -> None:
    animated = Row("GIF", "gif", TIMINGS, animations={"Darkroom": AnimatedFile(904_136, 12)})

    assert "| GIF | 904 (12) |" in render(replace(RESULTS, animations=[animated]))


def test_profile_shares_are_percentages() -> None:
    assert "| PNG | 10 | 10 | 20 | 10 |" in render(RESULTS)


def test_the_speedup_is_shown_with_the_highest_possible_speedup() -> None:
    report = render(RESULTS)

    assert "300 ms of wall time on one core and 200 ms on two" in report
    assert "a speedup of at most 1.50" in report


def test_the_report_names_the_machine_and_the_versions() -> None:
    report = render(RESULTS)

    assert "CPU Example 9000, cores 2" in report
    assert "sharp 0.35.5" in report


def test_statistics_cover_the_photos_that_every_engine_reads() -> None:
    timings = {"Darkroom": Timing(cpu=[0.02]), "sharp": Timing(cpu=[0.03])}
    both = Row("one", "camera", timings, {}, {"Darkroom": [94.0], "sharp": [90.0]})
    refused = {"Darkroom": Timing(cpu=[0.02]), "sharp": Timing(refused="cannot decode")}
    one = Row("two", "camera", refused, {}, {"Darkroom": [50.0]})

    report = render(replace(RESULTS, camera=[both, one]))

    assert "| Darkroom | 94.0 | 94.0 | 1 of 1 |" in report
