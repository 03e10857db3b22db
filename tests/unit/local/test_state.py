from pathlib import Path

from local.stack import Stack
from local.state import state_files

FIRST, SECOND = (
    Stack(
        url=f"http://{name}.api",
        aws_url=f"http://{name}.aws",
        cdn_url=f"http://{name}.cdn",
        token=f"{name}-token",
        signing_key=f"{name}-key",
        environment={"UPLOAD_BUCKET": name},
        pids={"stack": 1},
    )
    for name in ("first", "second")
)


def test_a_stopping_stack_deletes_its_files(tmp_path: Path) -> None:
    with state_files(FIRST, tmp_path, {"try.sh": "true"}):
        assert {file.name for file in tmp_path.iterdir()} == {"env", "stack.json", "try.sh"}
    assert list(tmp_path.iterdir()) == []


def test_a_stopping_stack_keeps_the_files_of_a_newer_one(tmp_path: Path) -> None:
    first, second = state_files(FIRST, tmp_path), state_files(SECOND, tmp_path)
    first.__enter__()
    with second:
        first.__exit__(None, None, None)
        assert (tmp_path / "env").read_text("utf-8").splitlines() == [
            "export UPLOAD_BUCKET=second",
            "export DARKROOM_URL=http://second.api",
            "export DARKROOM_TOKEN=second-token",
            "export DARKROOM_SIGNING_KEY=second-key",
        ]
        assert (tmp_path / "stack.json").exists()


def test_a_file_may_have_been_deleted_already(tmp_path: Path) -> None:
    with state_files(FIRST, tmp_path):
        (tmp_path / "env").unlink()
    assert list(tmp_path.iterdir()) == []
