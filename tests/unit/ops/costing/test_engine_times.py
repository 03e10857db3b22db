"""CPU times are looked up by variants and size, and can be measured."""

from pathlib import Path

import msgspec
import pytest

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.bootstrap.engine import default_engine
from chalicelib.domain.presets import Presets
from chalicelib.models import VariantSpec
from local.sample.image import sample
from ops.costing.engine_times import (
    LOAD,
    Measured,
    NotMeasured,
    Rendering,
    Report,
    ReportUnreadable,
    call_ms,
    combined,
    key,
    look_up,
    read_report,
)
from ops.costing.measuring import measure, megapixels

SMALL, LARGE = (VariantSpec(name=name, width=side, height=side) for name, side in (("a", 10), ("b", 20)))
LOAD_TEXT = "| small image | 1: Query | 9.0 | 4.0 |\n| 12 MP image | 3: Query, Query, Query | 57.5 | 39.5 |"


def rendering(milliseconds: float) -> Rendering:
    return Rendering(
        direct=milliseconds, workflow=2 * milliseconds, longest=milliseconds / 2, bytes=100 * milliseconds
    )


def a_report(**by_megapixels: float) -> Report:
    photos = tuple(
        Measured(
            megapixels=float(size.removeprefix("mp")),
            renderings={"a": rendering(1), "b": rendering(1), "a+b": rendering(milliseconds)},
        )
        for size, milliseconds in by_megapixels.items()
    )
    return Report(processor="", rounds=1, presets=(SMALL, LARGE), photos=photos)


@pytest.mark.parametrize(
    ("size", "milliseconds"), [(6, 20), (9, 25), (12, 30), (18, 45), (24, 60), (48, 120), (0, 10)]
)
def test_times_and_bytes_are_interpolated_linearly_between_photos(size: float, milliseconds: float) -> None:
    report = a_report(mp6=20, mp12=30, mp24=60)
    assert look_up(report, (SMALL, LARGE), size) == rendering(milliseconds)


def test_an_extrapolated_time_is_never_negative() -> None:
    assert look_up(a_report(mp6=10, mp12=30), (LARGE, SMALL), 0).direct == 0


def test_a_preset_that_was_changed_since_is_not_measured() -> None:
    changed = msgspec.structs.replace(LARGE, width=30)
    with pytest.raises(NotMeasured, match=r"^b$"):
        look_up(a_report(mp6=20, mp12=30), (SMALL, changed), 6)


def test_all_combinations_are_measured() -> None:
    assert [key(specs) for specs in combined((SMALL, LARGE))] == ["a", "b", "a+b"]


def test_the_report_in_the_repository_is_of_the_shipped_presets() -> None:
    report, presets = read_report(), Presets.from_json(PRESETS_FILE.read_bytes()).presets
    assert report.presets == presets, "run python -m bench.variants again"
    assert [round(photo.megapixels) for photo in report.photos] == [6, 12, 24]
    for photo in report.photos:
        assert set(photo.renderings) == {key(specs) for specs in combined(presets)}


def test_more_variants_take_more_time_and_bytes() -> None:
    presets = Presets.from_json(PRESETS_FILE.read_bytes()).presets
    one, four = (look_up(read_report(), specs, 12) for specs in (presets[:1], presets))
    assert one.direct < four.direct < four.workflow
    assert one.bytes < four.bytes


def test_a_rendering_is_measured_on_this_machine(tmp_path: Path) -> None:
    engine, content = default_engine(), sample(tmp_path).read_bytes()
    measured = measure(engine, content, (SMALL, LARGE), rounds=1)
    assert 0 < measured.longest < measured.workflow
    assert measured.direct > 0
    assert 0 < measured.bytes < len(content)
    assert megapixels(engine, content) == 12


def test_a_call_takes_the_time_of_a_run_without_the_engine_by_its_calls() -> None:
    # (57.5 - 39.5) / 3 calls
    assert call_ms(LOAD_TEXT) == pytest.approx(6)


def test_the_load_report_in_the_repository_can_be_read() -> None:
    assert 0 < call_ms(LOAD.read_text("utf-8")) < 100


def test_a_report_without_the_expected_numbers_is_rejected() -> None:
    with pytest.raises(ReportUnreadable, match="12 MP"):
        call_ms(LOAD_TEXT.replace("39.5", ""))
