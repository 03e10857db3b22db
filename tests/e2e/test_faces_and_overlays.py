"""Presets that crop around faces and draw an overlay, in the local stack with the workflow.

The stack runs in a Python environment with only the packages of requirements-local.txt, which must suffice.
Workflow mode imports everything that direct mode does, and the parts of moto that run state machines.
"""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from darkroom import Client
from PIL import Image

from local.process import ROOT
from local.rekognition import FACE
from tests.e2e.conftest import RunningStack, copy_project, started_stack
from tests.e2e.python_environments import python_with

pytestmark = pytest.mark.timeout(180)

RED, BLUE, WHITE = (220, 30, 30), (30, 30, 220), (255, 255, 255)
SIZE = (600, 200)
PRESETS = {
    "default": ["face", "marked"],
    "presets": [
        {"name": "face", "width": 60, "height": 60, "fit": "cover", "position": "face", "format": "png"},
        {
            "name": "marked",
            "width": 600,
            "format": "png",
            "overlay": {"image": "logo.png", "position": "bottom left", "margin": 10, "opacity": 0.5},
        },
    ],
}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    folder = tmp_path_factory.mktemp("faces")
    project = copy_project(tmp_path_factory.mktemp("project"))
    (project / "chalicelib" / "presets.json").write_text(json.dumps(PRESETS), "utf-8")
    Image.new("RGB", (40, 20), WHITE).save(project / "chalicelib" / "logo.png")
    python = python_with("requirements-local.txt", tmp_path_factory.mktemp("environment"))
    # with events and a CDN, so that it imports all that it can need
    with started_stack(
        folder,
        *("--workflow", "stepfunctions"),
        settings={"FACE_DETECTION": "rekognition", "PYTHONPATH": str(ROOT / "client" / "src")},
        python=str(python),
        project=project,
    ) as stack:
        yield stack
    assert "Error" not in (folder / "log").read_text("utf-8")


def test_a_variant_is_cropped_around_the_face_and_another_one_has_the_overlay(
    stack: RunningStack, tmp_path: Path
) -> None:
    box = FACE["BoundingBox"]
    image = Image.new("RGB", SIZE, BLUE)
    center = round((box["Left"] + box["Width"] / 2) * SIZE[0])
    image.paste(RED, (center - 10, 0, center + 10, SIZE[1]))
    image.save(tmp_path / "photo.png")
    with Client(stack.url, token=stack.token) as client:
        files = client.download(client.upload(tmp_path / "photo.png"), tmp_path / "out")
    face, marked = (
        Image.open(BytesIO(files[name].read_bytes())).convert("RGB") for name in ("face", "marked")
    )
    reds = face.getchannel("R")
    assert [reds.getpixel((x, 30)) for x in (10, 30, 50)] == [
        pytest.approx(color[0], abs=5) for color in (BLUE, RED, BLUE)
    ]
    # Half of white over blue.
    assert marked.getpixel((12, 188)) == (143, 143, 238)
    assert marked.getpixel((5, 195)) == BLUE
