"""Downloads of a preset that has several formats."""

from pathlib import Path

import msgspec
import pytest
from darkroom import Client, Image
from darkroom.cli import main

from tests.unit.client import payloads
from tests.unit.client.payloads import URL
from tests.unit.client.web import Web

TYPES = {"small.avif": "image/avif", "small.jpg": "image/jpeg"}
BOTH = ["small.avif", "small.jpg"]
CONTENT = b"12345"


@pytest.fixture
def document() -> dict[str, object]:
    variants = [
        payloads.variant("small", url=f"http://files.test/{name}", content_type=content_type)
        for name, content_type in TYPES.items()
    ]
    return payloads.image(variants=variants)


@pytest.mark.parametrize(
    ("names", "saved"), [(None, BOTH), (["small"], BOTH), (["small.jpg"], ["small.jpg"])]
)
def test_files_are_saved_with_their_extensions(
    client: Client,
    web: Web,
    tmp_path: Path,
    document: dict[str, object],
    *,
    names: list[str] | None,
    saved: list[str],
) -> None:
    for name in saved:
        web.get(f"http://files.test/{name}", body=CONTENT)

    files = client.download(msgspec.convert(document, Image), tmp_path, names)

    assert files == {name: tmp_path / f"cat-{name}" for name in saved}


def test_the_command_names_each_file_by_its_format(
    web: Web, tmp_path: Path, document: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    web.get(f"{URL}/images/id1", json=document)
    for name in BOTH:
        web.get(f"http://files.test/{name}", body=CONTENT)

    assert main(["--url", URL, "download", "id1", "--out", str(tmp_path)]) == 0

    _, *lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == BOTH
    assert {file.name for file in tmp_path.iterdir()} == {f"cat-{name}" for name in BOTH}
