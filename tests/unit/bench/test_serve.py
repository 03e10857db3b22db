import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bench.jobs import THUMBNAIL, Output
from bench.peers.serve import serve


def double(content: bytes, outputs: Sequence[Output]) -> list[bytes]:
    if not content:
        raise ValueError("nothing loaded")
    return [content * 2 for _ in outputs]


Send = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def send(capsys: pytest.CaptureFixture[str]) -> Send:
    def exchange(*messages: dict[str, Any]) -> list[dict[str, Any]]:
        serve(double, {"engine": "1.0"}, [json.dumps(each) for each in messages])
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return exchange


def test_hello_returns_the_versions(send: Send) -> None:
    assert send({"do": "hello"}) == [{"versions": {"engine": "1.0"}}]


def test_run_renders_the_loaded_file_and_saves_the_result(send: Send, tmp_path: Path) -> None:
    image = tmp_path / "image"
    image.write_bytes(b"ab")

    run = {"do": "run", "outputs": THUMBNAIL, "repeat": 2, "save": str(tmp_path)}
    _, response = send({"do": "load", "path": str(image)}, run)

    assert [Path(file).read_bytes() for file in response["files"]] == [b"abab"]
    assert response["cpu"] >= 0
    assert response["wall"] > 0


def test_an_exception_in_the_engine_is_returned_as_an_error(send: Send) -> None:
    (response,) = send({"do": "run", "outputs": THUMBNAIL, "repeat": 1, "save": None})

    assert response == {"error": "ValueError: nothing loaded"}
