"""The judge of crops: subjects, overlap, and the table of means."""

import hashlib
import json
from io import BytesIO
from pathlib import Path
from statistics import fmean

import pytest
from PIL import Image

from bench.crops.judge import RATIOS, judge, table
from bench.crops.methods import METHODS
from bench.crops.scenes import Box, draw, iou
from bench.crops.subjects import MARKED, Subject, photos


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Box(0.0, 0.0, 0.5, 0.5), 1.0),
        (Box(0.5, 0.5, 1.0, 1.0), 0.0),
        (Box(0.25, 0.0, 0.75, 0.5), 1 / 3),
        (Box(0.0, 0.0, 1.0, 1.0), 0.25),
    ],
)
def test_overlap_is_intersection_over_union(other: Box, expected: float) -> None:
    assert iou(Box(0.0, 0.0, 0.5, 0.5), other) == pytest.approx(expected)


def test_enough_photos_are_marked_and_their_boxes_are_within_the_image() -> None:
    marked = json.loads(MARKED.read_text("utf-8"))
    assert len(marked) >= 30
    for sha256, (left, top, right, bottom) in marked.items():
        assert len(sha256) == 64
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1


def test_photos_are_found_by_their_hash_below_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = b"a photo"
    marked = tmp_path / "subjects.json"
    marked.write_text(json.dumps({hashlib.sha256(content).hexdigest(): [0, 0, 0.5, 1]}), "utf-8")
    monkeypatch.setattr("bench.crops.subjects.MARKED", marked)
    (tmp_path / "camera").mkdir()
    for name in ("one.jpg", "copy.jpg"):
        (tmp_path / "camera" / name).write_bytes(content)
    (found,) = photos(tmp_path)
    assert (found.kind, found.content, found.box) == ("photos", content, Box(0, 0, 0.5, 1))


def test_a_scene_is_the_same_each_time_and_its_subject_is_within_it() -> None:
    for seed in (0, 10, 20):
        content, box = draw(seed)
        assert draw(seed) == (content, box)
        assert box.left >= 0
        assert box.right <= 1
        assert min(Image.open(BytesIO(content)).size) >= 320


def test_every_method_is_judged_for_every_aspect_ratio() -> None:
    content, box = draw(12)
    scores = list(judge([Subject("scene 12", "scenes", "held out", content, box)]))
    assert {(each.method, each.ratio) for each in scores} == {(m, r) for m in METHODS for r in RATIOS}
    best = max(scores, key=lambda each: each.iou)
    assert best.iou > 0.1
    printed = table(scores)
    means = [fmean(each.iou for each in scores if each.method == name) for name in METHODS]
    cells = " | ".join(f"{mean:.3f}" for mean in means)
    assert printed.splitlines()[2:] == [f"| 1 scenes, held out | {cells} |", f"| 1 all | {cells} |"]


def test_attention_keeps_the_subjects_of_scenes_about_as_well_as_sharp() -> None:
    subjects = [Subject(f"scene {seed}", "scenes", "held out", *draw(seed)) for seed in (1, 12, 20)]
    scores = list(judge(subjects))
    means = {name: fmean(each.iou for each in scores if each.method == name) for name in METHODS}
    assert means["Darkroom attention"] > 1.2 * means["center"]
    assert means["Darkroom attention"] > 0.98 * means["sharp attention"]
