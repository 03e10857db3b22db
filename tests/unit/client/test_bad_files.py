"""One bad file does not end a batch. An account without privileges runs the command on real files."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from darkroom.cli import main

from tests.unit.client.fake_service import FakeService

NOBODY = 65534
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of the current user, who is not root, since root may read everything."""
    privileged = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as root:
        if privileged:
            os.chown(root, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield Path(root)
        finally:
            if privileged:
                os.seteuid(0)
            for parent, _, _ in os.walk(root):
                Path(parent).chmod(0o700)


def unreadable(path: Path) -> None:
    path.write_bytes(b"secret")
    path.chmod(0)


def unreadable_folder(path: Path) -> None:
    path.mkdir()
    (path / "hidden.jpg").write_bytes(b"secret")
    path.chmod(0)


def unsearchable_folder(path: Path) -> None:
    path.mkdir()
    (path / "known.jpg").write_bytes(b"secret")
    path.chmod(0o400)


def link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def broken_link(path: Path) -> None:
    path.symlink_to("gone.jpg")


def empty(path: Path) -> None:
    path.touch()


BAD: dict[Callable[[Path], None], str] = {
    unreadable: "b.jpg: Permission denied",
    unreadable_folder: "b.jpg: Permission denied",
    unsearchable_folder: "b.jpg/known.jpg: Permission denied",
    link_to_itself: "b.jpg: Too many levels of symbolic links",
    broken_link: "b.jpg: No such file or directory",
    empty: "b.jpg is empty.",
}


@pytest.mark.parametrize("make_bad", BAD)
def test_uploads_the_other_files_of_a_folder(
    configured_service: FakeService, folder: Path, capsys: Capture, make_bad: Callable[[Path], None]
) -> None:
    for name in ("a.jpg", "c.jpg"):
        (folder / name).write_bytes(b"meow")
    make_bad(folder / "b.jpg")

    assert main(["upload", "--json", str(folder)]) == 1

    printed = capsys.readouterr()
    outcomes = [json.loads(line) for line in printed.out.splitlines()]
    ready = sorted(outcome["input"] for outcome in outcomes if not outcome["error"])
    assert ready == [f"{folder}/a.jpg", f"{folder}/c.jpg"]
    assert len(outcomes) == 3
    assert len(configured_service.uploads) == 2
    assert printed.err.count("darkroom: ") == 1
    assert printed.err.startswith(f"darkroom: {folder}/b.jpg")
    assert BAD[make_bad].removeprefix("b.jpg") in printed.err


@pytest.mark.parametrize("make_bad", BAD)
def test_uploads_the_other_arguments(
    configured_service: FakeService, folder: Path, capsys: Capture, make_bad: Callable[[Path], None]
) -> None:
    (folder / "c.jpg").write_bytes(b"meow")
    make_bad(folder / "b.jpg")
    bad = [str(folder / "b.jpg"), str(folder / "b.jpg" / "known.jpg"), "x" * 300, f"{folder}/*.png"]

    assert main(["upload", *bad, str(folder / "c.jpg")]) == 1

    printed = capsys.readouterr()
    assert printed.out.startswith(f"{folder}/c.jpg  ready")
    assert len(configured_service.uploads) == 1
    assert "File name too long" in printed.err
    assert "No files match" in printed.err


def test_a_file_that_vanishes_fails_alone(
    configured_service: FakeService, folder: Path, capsys: Capture
) -> None:
    (folder / "b.jpg").write_bytes(b"meow")
    (folder / "a.jpg").write_bytes(b"meow")
    configured_service.on_create = (folder / "b.jpg").unlink

    assert main(["upload", "--workers", "1", str(folder)]) == 1

    printed = capsys.readouterr()
    assert printed.out.startswith(f"{folder}/a.jpg  ready")
    assert f"{folder}/b.jpg: No such file or directory" in printed.err


def test_resume_keeps_the_image_of_a_file_that_vanished_while_it_was_uploaded(
    configured_service: FakeService, folder: Path, capsys: Capture
) -> None:
    (folder / "a.jpg").write_bytes(b"meow")
    configured_service.on_create = (folder / "a.jpg").unlink

    assert main(["upload", "--manifest", str(folder / "done"), str(folder)]) == 0
    assert capsys.readouterr().out.startswith(f"{folder}/a.jpg  ready  id1")
