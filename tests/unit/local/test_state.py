from pathlib import Path

from local.stack import Stack
from local.state import announced

FIRST, SECOND = (
    Stack(f"http://{name}.api", f"http://{name}.aws", f"{name}-token", {"UPLOAD_BUCKET": name}, {"stack": 1})
    for name in ("first", "second")
)


def test_a_stack_that_stops_takes_its_files_along(tmp_path: Path) -> None:
    with announced(FIRST, tmp_path, {"try.sh": "true"}):
        assert {file.name for file in tmp_path.iterdir()} == {"env", "stack.json", "try.sh"}
    assert list(tmp_path.iterdir()) == []


def test_a_stack_that_stops_leaves_the_files_of_a_later_one(tmp_path: Path) -> None:
    first, second = announced(FIRST, tmp_path), announced(SECOND, tmp_path)
    first.__enter__()
    with second:
        first.__exit__(None, None, None)
        assert (tmp_path / "env").read_text("utf-8").splitlines() == [
            "export UPLOAD_BUCKET=second",
            "export DARKROOM_URL=http://second.api",
            "export DARKROOM_TOKEN=second-token",
        ]
        assert (tmp_path / "stack.json").exists()


def test_a_file_that_somebody_has_removed_is_not_missed(tmp_path: Path) -> None:
    with announced(FIRST, tmp_path):
        (tmp_path / "env").unlink()
    assert list(tmp_path.iterdir()) == []
