"""The local stack renders on demand by default, with the policy that a presets file has or a default one."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.errors import FunctionFailed
from local.presets import edge_policy

PRESETS = {"presets": [{"name": "small", "width": 800}], "default": ["small"]}


def policy_of(folder: Path, presets: object) -> Any:
    file = folder / "presets.json"
    file.write_text(json.dumps(presets), "utf-8")
    return json.loads(edge_policy(file))


def test_without_a_policy_there_is_a_default_one(tmp_path: Path) -> None:
    assert policy_of(tmp_path, PRESETS) == {
        "widths": [160, 320, 480, 640, 960, 1280, 1920],
        "ratios": ["source", "1:1", "4:3", "16:9"],
        "formats": ["avif", "webp", "jpeg"],
        "qualities": [80],
        "positions": ["attention"],
        "presets": {},
    }


def test_a_policy_of_one_s_own_stays(tmp_path: Path) -> None:
    own = policy_of(tmp_path, {**PRESETS, "on_demand": {"widths": [100]}})
    assert (own["widths"], own["ratios"]) == ([100], ["source"])


def test_a_mistake_in_the_presets_is_reported(tmp_path: Path) -> None:
    with pytest.raises(FunctionFailed, match=r"cannot read the presets: .*on_demand, widths"):
        policy_of(tmp_path, {**PRESETS, "on_demand": {"widths": "all"}})
