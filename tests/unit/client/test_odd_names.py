"""Files with names that no encoding can read: real files on disk, through the whole command."""

import io
import json
import os
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from darkroom import Client
from darkroom.cli import main
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from chalicelib.domain import filenames
from tests.unit.client.fake_service import RENDERED, running_service

FILES, BATCHES = 40, 5  # 200 names

# What a file system allows: bytes without a slash and zero, in any encoding or none. A first dot hides files.
_PIECES = [
    b"\xe9",
    b"\xff",
    b"\xed\xb3\xa9",
    "\u202e".encode(),
    b"\x1b[2J",
    b"\n",
    b"\\",
    b"${filename}",
    b"a ",
]
NAMES = (
    st.one_of(
        st.binary(min_size=1, max_size=251),
        st.text(min_size=1, max_size=60).map(lambda text: text.encode("utf-8", "ignore")),
        st.lists(st.sampled_from(_PIECES), min_size=1, max_size=8).map(b"".join),
    )
    .map(lambda name: name.translate(None, b"/\0").lstrip(b".")[:251])
    .filter(bool)
)


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the command; return the exit code and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(arguments)
    assert all(line.isprintable() for text in (out, err) for line in text.getvalue().split("\n"))
    return code, out.getvalue(), err.getvalue()


def outcomes(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


@settings(max_examples=BATCHES, deadline=None, phases=[Phase.generate])
@given(st.lists(NAMES, min_size=FILES, max_size=FILES, unique=True))
def test_uploads_every_file_and_saves_its_variants(names: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as root, running_service() as service:
        for number, name in enumerate(names):
            # In folders of their own, since different names can be equal once they are readable.
            folder = Path(root, "in", str(number))
            folder.mkdir(parents=True)
            Path(os.fsdecode(bytes(folder) + b"/" + name + b".jpg")).write_bytes(b"%d" % number)
        manifest = str(Path(root, "done.jsonl"))
        command = ["upload", str(Path(root, "in")), "--url", service.url, "--manifest", manifest]

        code, printed, complaints = run(*command, "--json", "--out", str(Path(root, "out")))
        _, text, _ = run(*command)
        again = outcomes(run(*command, "--json")[1])

        assert (code, complaints) == (0, "")
        assert len(service.uploads) == FILES
        for outcome in outcomes(printed):
            assert Path(outcome["files"]["300x300"]).read_bytes() == RENDERED
        for request in service.requested:
            assert filenames.validate(request["filename"]) == request["filename"]
        assert len([line for line in text.splitlines() if "  already done  id" in line]) == FILES
        assert all(outcome["skipped"] for outcome in again)
        Path(manifest).read_bytes().decode()  # which is strict


def test_saves_variants_in_subfolders_that_no_encoding_can_read(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(bytes(tmp_path) + b"/in/\xe9t\xe9"))
    folder.mkdir(parents=True)
    (folder / "cat.jpg").write_bytes(b"meow")
    with running_service() as service:
        out = tmp_path / "out"
        command = ["upload", str(tmp_path / "in"), "--url", service.url, "--json", "--out", str(out)]

        (first,) = outcomes(run(*command)[1])
        code, second, complaints = run(*command)

    assert first["files"]["300x300"].endswith("/out/\ufffdt\ufffd/cat-300x300.jpg")
    assert (out / folder.name / "cat-300x300.jpg").read_bytes() == RENDERED
    assert code == 1
    assert outcomes(second)[0]["error"]["code"] == "FileExistsError"
    assert "\ufffdt\ufffd/cat-300x300.jpg already exists" in complaints


def test_the_client_uploads_a_path_that_no_encoding_can_read(tmp_path: Path) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9.jpg"))
    path.write_bytes(b"meow")
    with running_service() as service, Client(service.url) as client, path.open("rb") as stream:
        assert client.upload(path).filename == "caf\N{REPLACEMENT CHARACTER}.jpg"
        assert client.upload(stream).filename == "caf\N{REPLACEMENT CHARACTER}.jpg"


@pytest.mark.parametrize("arguments", [["get", "\udce9"], ["upload", "x", "--tag", "a", "--tag", "\udce9"]])
def test_refuses_other_arguments_that_no_encoding_can_read(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "is not valid UTF-8" in capsys.readouterr().err
