"""The shipped presets, the choice of presets, and their fingerprint."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.domain.presets import Presets, fingerprint
from chalicelib.errors import UnknownPreset
from chalicelib.models import Image, Status, VariantSpec
from docsite.code_blocks import blocks
from tests.documents import ROOT

SMALL = VariantSpec(name="small", width=10, height=10)
LARGE = VariantSpec(name="large", width=99, height=99)
PRESETS = Presets(presets=(SMALL, LARGE), default=("small",))
NOW = datetime(2026, 7, 1, tzinfo=UTC)
IMAGE = Image(
    id="a" * 28,
    key="images/cat.jpg",
    filename="cat.jpg",
    owner="alice",
    status=Status.READY,
    created_at=NOW,
    updated_at=NOW,
)


def test_the_shipped_default_is_the_classic_thumbnail() -> None:
    presets = Presets.from_json(PRESETS_FILE.read_bytes())
    (default,) = presets.choose(presets.default)
    assert (default.name, default.width, default.height) == ("300x300", 300, 300)
    assert (default.fit, default.enlarge, default.format) == ("inside", False, "source")


def test_the_guide_shows_the_shipped_presets_and_one_more() -> None:
    (shown,) = (block.code for block in blocks(ROOT / "docs/howto/presets.md") if block.title)
    shipped = Presets.from_json(PRESETS_FILE.read_bytes())
    guide = Presets.from_json(shown.encode())
    assert (guide.default, guide.presets[:-1]) == (shipped.default, shipped.presets)


def test_chosen_presets_are_unique_and_in_file_order() -> None:
    assert PRESETS.choose(["large", "small", "large"]) == (SMALL, LARGE)


def test_an_unknown_preset_is_reported_by_name() -> None:
    with pytest.raises(UnknownPreset, match="'huge'") as caught:
        PRESETS.choose(["small", "huge"])
    assert caught.value.field == "variants"


def test_default_presets_apply_if_none_are_requested() -> None:
    assert PRESETS.current(replace(IMAGE, requested=())) == (SMALL,)


def test_a_removed_preset_is_left_out() -> None:
    assert PRESETS.current(replace(IMAGE, requested=("large", "removed"))) == (LARGE,)
    assert PRESETS.current(replace(IMAGE, requested=("removed",))) == (SMALL,)


def test_the_fingerprint_changes_with_anything_that_changes_an_output() -> None:
    better = VariantSpec(name="small", width=10, height=10, quality=81)
    fingerprints = [fingerprint(specs) for specs in ([SMALL], [LARGE], [better], [SMALL, LARGE])]
    fingerprints += [fingerprint([SMALL], focus) for focus in ((0, 0), (500, 0))]
    fingerprints += [fingerprint([SMALL], None, crop) for crop in ((0, 0, 500, 500), (0, 0, 500, 501))]
    fingerprints += [fingerprint([SMALL], None, None, rotate) for rotate in (90, 180, 270)]
    fingerprints += [fingerprint([SMALL], (0, 0), (0, 0, 500, 500), 90)]
    fingerprints += [fingerprint([SMALL], kernel=True)]
    assert len(set(fingerprints)) == 13
    assert fingerprint([SMALL], None, None, 0) == fingerprint([SMALL])
    assert fingerprint([SMALL]) == fingerprint([VariantSpec(name="small", width=10, height=10)])


def test_without_detection_presets_crop_by_attention_and_have_another_fingerprint() -> None:
    face = VariantSpec(name="face", width=60, height=60, fit="cover", position="face")
    presets = Presets(presets=(face, SMALL), default=("face",))
    off = presets.without_faces()
    assert [spec.position for spec in off.presets] == ["attention", SMALL.position]
    assert off.fingerprint(IMAGE) != presets.fingerprint(IMAGE)
