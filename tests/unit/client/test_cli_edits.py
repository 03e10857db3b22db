"""The commands that edit images and their metadata."""

import json
from pathlib import Path
from typing import Any

import pytest
from darkroom.cli import main

from tests.unit.client import payloads
from tests.unit.client.fake_service import FakeService
from tests.unit.client.payloads import URL
from tests.unit.client.web import Web

Capture = pytest.CaptureFixture[str]
METADATA = [
    "--alt",
    "A cat",
    "--tag",
    "red",
    "--tag",
    "big",
    "--external-id",
    "sku-1",
    "--custom",
    '{"a": 1}',
]
EXPECTED = {"alt": "A cat", "tags": ["red", "big"], "external_id": "sku-1", "custom": {"a": 1}}


@pytest.fixture(autouse=True)
def url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DARKROOM_URL", URL)


def body(web: Web) -> Any:
    return web.calls[-1].json


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], {}),
        (["--variants", "a,b"], {"variants": ["a", "b"]}),
        (["--add", "a,b", "--remove", "c"], {"variants": {"add": ["a", "b"], "remove": ["c"]}}),
        (["--focus", "0.5,0.25", "--rotate", "90"], {"focus": {"x": 0.5, "y": 0.25}, "rotate": 90}),
        (["--crop", "0,0,.5,1"], {"crop": {"x": 0, "y": 0, "width": 0.5, "height": 1}}),
        (["--crop", "none", "--focus", "none"], {"focus": None, "crop": None}),
    ],
)
def test_reprocess_sends_its_options(web: Web, capsys: Capture, options: list[str], expected: object) -> None:
    web.post(f"{URL}/images/id1/reprocess", status=202, json=payloads.image(status="processing"))

    assert main(["reprocess", "id1", "--no-wait", *options]) == 0

    assert body(web) == expected
    assert capsys.readouterr().out.startswith("id1  processing  id1")


def test_reprocess_waits_for_the_image(web: Web, capsys: Capture) -> None:
    web.post(f"{URL}/images/id1/reprocess", status=202, json=payloads.image(status="processing"))
    web.get(f"{URL}/images/id1", json=payloads.image())

    assert main(["reprocess", "id1", "--add", "small", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["image"]["status"] == "ready"


@pytest.mark.parametrize(
    "options",
    [
        ["--focus", "2,0"],
        ["--crop", "0,0,1"],
        ["--crop", "a,b,c,d"],
        ["--rotate", "45"],
    ],
)
def test_reprocess_refuses_edits_that_are_not_valid(options: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["reprocess", "id1", *options])


def test_reprocess_takes_either_all_presets_or_a_change(capsys: Capture) -> None:
    assert main(["reprocess", "id1", "--variants", "a", "--add", "b"]) == 2
    assert "--add" in capsys.readouterr().err


def test_update_sends_metadata(web: Web) -> None:
    web.patch(f"{URL}/images/id1", json=payloads.image())

    assert main(["update", "id1", *METADATA]) == 0
    assert body(web) == {"metadata": EXPECTED}


def test_update_removes_metadata(web: Web) -> None:
    web.patch(f"{URL}/images/id1", json=payloads.image())

    assert main(["update", "id1", "--unset", "alt,tags", "--external-id", "sku-2"]) == 0
    assert body(web) == {"metadata": {"alt": None, "tags": None, "external_id": "sku-2"}}


@pytest.mark.parametrize(
    "options", [["--custom", "{"], ["--custom", "[1]"], ["--custom", '{"a": NaN}'], ["--unset", "width"]]
)
def test_update_refuses_metadata_that_is_not_valid(options: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["update", "id1", *options])


def test_update_needs_something_to_change(capsys: Capture) -> None:
    assert main(["update", "id1"]) == 2
    assert "--alt" in capsys.readouterr().err


def test_update_cannot_set_and_remove_the_same(capsys: Capture) -> None:
    assert main(["update", "id1", "--alt", "A cat", "--tag", "cat", "--unset", "tags,custom,alt"]) == 2
    assert "--unset removes alt, tags, which another option sets" in capsys.readouterr().err


def test_upload_sends_edits_and_metadata(configured_service: FakeService, image_file: Path) -> None:
    arguments = [str(image_file), *METADATA, "--crop", "0,0,.5,1", "--rotate", "270"]
    assert main(["upload", *arguments]) == 0
    [request] = configured_service.requested
    assert request["metadata"] == EXPECTED
    assert (request["crop"], request["rotate"]) == ({"x": 0, "y": 0, "width": 0.5, "height": 1}, 270)


def test_list_filters_by_external_id(web: Web) -> None:
    web.get(f"{URL}/images", json={"images": [payloads.image()], "next_cursor": None})

    assert main(["list", "--external-id", "sku-1"]) == 0
    assert "external_id=sku-1" in web.calls[-1].url


def test_json_has_the_fields_of_a_newer_service(web: Web, capsys: Capture) -> None:
    variant = payloads.variant(blur_hash="x")
    document = payloads.image(variants=[variant], metadata={"alt": None, "license": "CC0"}, erased_at=None)
    web.get(f"{URL}/images/id1", json=document)
    web.get(f"{URL}/images/id1", json=document | {"variants": []})
    web.get(f"{URL}/images", json={"images": [document], "next_cursor": None})
    preset = {"name": "a", "width": None, "height": 9, "fit": "inside", "position": "center"}
    preset |= {"format": "source", "quality": 80, "zoom": 2}
    web.get(f"{URL}/presets", json={"presets": [preset], "default": []})

    assert main(["get", "id1", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {name: shown[name] for name in document} == document

    assert main(["download", "id1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["image"] == shown | {"variants": []}

    assert main(["list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == shown

    assert main(["presets", "--json"]) == 0
    presets = json.loads(capsys.readouterr().out)
    assert {name: presets[name] for name in preset} == preset


def test_json_has_all_fields_with_an_older_service(web: Web, capsys: Capture) -> None:
    web.get(f"{URL}/images/id1", json=payloads.image())

    assert main(["get", "id1", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["version"], shown["sources"]) == (None, [])
    assert shown["metadata"] == {"external_id": None, "tags": [], "alt": None, "custom": {}}
    assert "document" not in shown


def test_presets_with_one_side_and_several_formats_are_shown(web: Web, capsys: Capture) -> None:
    preset = {"name": "a", "width": 800, "height": None, "fit": "inside", "position": "center"}
    preset |= {"format": "source", "formats": ["avif", "jpeg"], "quality": 80}
    web.get(f"{URL}/presets", json={"presets": [preset], "default": []})

    assert main(["presets"]) == 0
    assert capsys.readouterr().out == "a 800x inside avif,jpeg\n"
