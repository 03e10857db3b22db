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


Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def conversation(*messages: dict[str, Any]) -> list[dict[str, Any]]:
        serve(double, {"engine": "1.0"}, [json.dumps(each) for each in messages])
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return conversation


def test_says_its_versions(ask: Ask) -> None:
    assert ask({"do": "hello"}) == [{"versions": {"engine": "1.0"}}]


def test_renders_what_was_loaded_and_saves_it(ask: Ask, tmp_path: Path) -> None:
    picture = tmp_path / "picture"
    picture.write_bytes(b"ab")

    run = {"do": "run", "outputs": THUMBNAIL, "repeat": 2, "save": str(tmp_path)}
    _, answer = ask({"do": "load", "path": str(picture)}, run)

    assert [Path(file).read_bytes() for file in answer["files"]] == [b"abab"]
    assert answer["cpu"] >= 0
    assert answer["wall"] > 0


def test_answers_what_the_engine_throws(ask: Ask) -> None:
    (answer,) = ask({"do": "run", "outputs": THUMBNAIL, "repeat": 1, "save": None})

    assert answer == {"error": "ValueError: nothing loaded"}
