"""The field "on_demand" of a presets file."""

import json

import pytest

from chalicelib.domain.presets import Presets
from chalicelib.errors import UnknownPreset
from chalicelib.models import OnDemandPolicy
from tests.unit.domain.presets_errors import error_in, file, preset

POLICY = {
    "widths": [160, 640],
    "ratios": ["source", "1:1"],
    "formats": ["webp", "jpeg"],
    "qualities": [60, 80],
}


def test_a_file_without_it_renders_nothing_on_demand() -> None:
    presets = Presets.from_json(file(preset()))
    assert presets.on_demand is None
    assert not presets.renders_on_demand


def test_it_is_the_policy() -> None:
    presets = Presets.from_json(file(preset(), on_demand=POLICY))
    assert presets.on_demand == OnDemandPolicy(
        widths=(160, 640), ratios=("source", "1:1"), formats=("webp", "jpeg"), qualities=(60, 80)
    )
    assert presets.renders_on_demand


def test_an_empty_one_allows_signed_urls_only() -> None:
    presets = Presets.from_json(file(preset(), on_demand={}))
    assert presets.on_demand == OnDemandPolicy()
    assert presets.renders_on_demand


@pytest.mark.parametrize(
    ("policy", "error"),
    [
        ([], "must be an object"),
        (None, "must be an object"),
        (
            {"width": [640]},
            'there is no setting "width"; the settings are widths, ratios, formats, qualities, positions',
        ),
    ],
)
def test_another_value_is_reported(policy: object, error: str) -> None:
    assert error_in(file(preset(), on_demand=policy)) == f"on_demand: {error}"


@pytest.mark.parametrize(
    ("setting", "value", "error"),
    [
        (
            "widths",
            640,
            "must be a list of up to 50 values, each of them a whole number from 1 to 16383, not 640",
        ),
        (
            "widths",
            [0],
            "must be a list of up to 50 values, each of them a whole number from 1 to 16383, not [0]",
        ),
        ("widths", [640, 160], "must be in ascending order"),
        ("widths", [160, 160], "160 is there twice"),
        (
            "ratios",
            ["4/3"],
            'must be a list of up to 20 values, each of them "source" or a ratio such as "16:9", not ["4/3"]',
        ),
        ("ratios", ["source", "source"], '"source" is there twice'),
        ("ratios", ["1:103"], '"1:103" at the largest width is higher than 16383 pixels'),
        ("formats", [], 'must be a list of some of "avif", "jpeg", "png", "webp", not []'),
        ("formats", ["gif"], 'must be a list of some of "avif", "jpeg", "png", "webp", not ["gif"]'),
        ("qualities", [60], "must contain 80, the quality of URLs that name none"),
        (
            "qualities",
            [101],
            "must be a list of up to 20 values, each of them a whole number from 1 to 100, not [101]",
        ),
        (
            "positions",
            ["face"],
            'must be a list of some of "attention", "bottom", "bottom-left", "bottom-right", "center",',
        ),
        ("positions", ["\ud800"], "must be a list of some of"),
    ],
)
def test_an_invalid_setting_is_reported(setting: str, value: object, error: str) -> None:
    assert error_in(file(preset(), on_demand={**POLICY, setting: value})).startswith(
        f"on_demand, {setting}: {error}"
    )


def test_a_setting_that_is_there_twice_is_reported() -> None:
    text = file(preset(), on_demand=POLICY).replace(b'"ratios"', b'"widths": [1], "ratios"')
    assert error_in(text) == 'on_demand: "widths" is there twice'


def test_a_preset_can_be_rendered_on_demand() -> None:
    card = preset(name="card", format="webp", when="on_demand")
    presets = Presets.from_json(file(preset(), card))
    assert [spec.name for spec in presets.at_upload] == ["square"]
    assert list(presets.on_demand_presets) == ["card"]
    assert presets.renders_on_demand


def test_an_upload_cannot_request_a_preset_that_is_rendered_on_demand() -> None:
    presets = Presets.from_json(file(preset(), preset(name="card", format="webp", when="on_demand")))
    with pytest.raises(UnknownPreset, match="no preset 'card' that is rendered at upload"):
        presets.choose(["card"])


@pytest.mark.parametrize(
    ("fields", "label"),
    [({"default": ["card"]}, "default"), ({"prefixes": {"images/a/": ["card"]}}, 'prefixes, "images/a/"')],
)
def test_it_is_no_default(fields: dict[str, object], label: str) -> None:
    content = json.loads(file(preset(), preset(name="card", format="webp", when="on_demand"))) | fields
    error = error_in(json.dumps(content).encode())
    assert error == f'{label}: "card" is rendered on demand, so it cannot be listed here'


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({}, 'format: must not be "source" if the preset is rendered on demand; give a format or several'),
        (
            {"formats": ["webp", "source"]},
            'format: must not be "source" if the preset is rendered on demand; give a format or several',
        ),
        (
            {"format": "webp", "fit": "cover", "position": "face"},
            'position: must not be "face" if the preset is rendered on demand; "attention" costs nothing',
        ),
        (
            {"format": "webp", "expire_after_days": 3},
            "expire_after_days: cannot be combined with on_demand; --on-demand-days sets the lifetime",
        ),
        ({"when": "later"}, 'when: must be one of "on_demand", "upload", not "later"'),
    ],
)
def test_a_preset_that_cannot_be_rendered_on_demand_is_reported(
    settings: dict[str, object], error: str
) -> None:
    lazy = preset(name="card", **{"when": "on_demand", **settings})
    assert error_in(file(preset(), lazy)) == f'preset "card", {error}'
