"""A backfill gives images other presets, and takes variants away only if it is told to."""

import pytest

from chalicelib.domain.preset_changes import NO_CHANGE, PresetChange
from chalicelib.recovery.dispatch import Finding
from tests.unit.in_memory_app import InMemoryApp
from tests.unit.recovery.backfills import NAMES, names, presets, run, steps, upload, variants


@pytest.fixture
def app() -> InMemoryApp:
    return InMemoryApp(presets=presets(*NAMES))


def test_an_added_preset_reaches_images_that_exist(app: InMemoryApp) -> None:
    default, chosen = upload(app), upload(app, "square")
    (first, second) = run(app, PresetChange(add=names("large")))
    assert {first.changes.gained, second.changes.gained} == {("large",)}
    assert (variants(app, default), variants(app, chosen)) == ({"small", "large"}, {"square", "large"})
    assert [step.finding for step in run(app, PresetChange(add=names("large")))] == [Finding.SETTLED] * 2
    assert [step.finding for step in run(app)] == [Finding.SETTLED] * 2


def test_removed_variants_go(app: InMemoryApp) -> None:
    key = upload(app, "small", "large")
    [step] = run(app, PresetChange(remove=names("large")))
    assert (step.finding, step.changes.lost) == (Finding.SENT, ("large",))
    assert variants(app, key) == {"small"}


def test_exactly_the_chosen_variants_are_left(app: InMemoryApp) -> None:
    key = upload(app, "small", "large")
    [step] = run(app, PresetChange(only=names("square", "large")))
    assert (step.changes.gained, step.changes.lost) == (("square",), ("small",))
    assert variants(app, key) == {"square", "large"}


def test_an_image_whose_variants_are_all_removed_gets_the_default_ones(app: InMemoryApp) -> None:
    key = upload(app, "square")
    run(app, PresetChange(remove=names("square")))
    assert variants(app, key) == {"small"}


def test_a_default_preset_can_be_removed_from_some_images() -> None:
    app = InMemoryApp(presets=presets(*NAMES, default=("small", "large")))
    key = upload(app)
    change = PresetChange(remove=names("small"))
    assert not change.leaves_nothing(app.presets)
    run(app, change)
    assert variants(app, key) == {"large"}


@pytest.mark.parametrize(
    ("change", "nothing"),
    [
        (PresetChange(remove=names("small")), True),
        (PresetChange(remove=names("small"), add=names("large")), False),
        (PresetChange(remove=names("square")), False),
        (PresetChange(remove=names("large")), True),  # the folder's only one
        (PresetChange(only=names("large")), False),
        (NO_CHANGE, False),
    ],
)
def test_the_only_default_preset_cannot_be_removed(change: PresetChange, *, nothing: bool) -> None:
    assert change.leaves_nothing(presets(*NAMES, avatars=("large",))) is nothing


def test_a_preset_that_is_gone_takes_no_variants_away(app: InMemoryApp) -> None:
    key = upload(app, "small", "large")
    app.presets = presets("small", "square")
    for change in (NO_CHANGE, PresetChange(add=names("square")), PresetChange(remove=names("square"))):
        before = app.image(key)
        [step] = run(app, change)
        assert (step.finding, step.changes.lost) == (Finding.LOSING, ("large",))
        assert app.image(key) == before


@pytest.mark.parametrize(
    "change", [PresetChange(remove=names("large")), PresetChange(only=names("small", "square"))]
)
def test_a_preset_that_is_gone_takes_its_variants_away_if_the_operator_says_so(
    app: InMemoryApp, change: PresetChange
) -> None:
    key = upload(app, "small", "large")
    app.presets = presets("small", "square")
    assert [step.finding for step in run(app, change)] == [Finding.SENT]
    assert variants(app, key) == {"small", *change.only}
    assert [step.finding for step in run(app)] == [Finding.SETTLED]


def test_all_lost_variants_must_be_named(app: InMemoryApp) -> None:
    upload(app, *NAMES)
    app.presets = presets("small")
    assert [step.finding for step in steps(app, PresetChange(remove=names("large")))] == [Finding.LOSING]


def test_another_default_takes_no_variants_away(app: InMemoryApp) -> None:
    key = upload(app)
    app.presets = presets(*NAMES, default=("square",))
    assert [step.finding for step in run(app)] == [Finding.LOSING]
    run(app, PresetChange(remove=names("small")))
    assert variants(app, key) == {"square"}


def test_an_added_default_preset_needs_no_option(app: InMemoryApp) -> None:
    key = upload(app)
    app.presets = presets(*NAMES, default=("small", "large"))
    [step] = run(app)
    assert (step.changes.gained, step.edited) == (("large",), None)
    assert variants(app, key) == {"small", "large"}
