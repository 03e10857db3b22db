"""Runs a function of one of the page's modules, or of another one, in Node."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree, ignore_patterns, which
from subprocess import PIPE
from typing import Any, Protocol

import pytest

LIB = Path(__file__).parents[3] / "chalicelib"
WEB, EMBED = LIB / "web", LIB / "embed"
LOOP = """
import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await MODULE[NAME](...JSON.parse(line))));
}
"""


class Function(Protocol):
    """A function of a module, called with JSON values."""

    def __call__(self, *arguments: object) -> Any: ...


@contextmanager
def exported(module: str, name: str, folder: Path, source: Path = WEB) -> Iterator[Function]:
    """Yield a function of a module; skip the test if Node is not installed.

    The modules of the folder `source` are copied to `folder`. They may import each other
    and the component's modules.
    """
    node = which("node")
    if node is None:
        pytest.skip("Node is not installed")
    for each in {source, EMBED}:
        copytree(each, folder / each.name, ignore=ignore_patterns("node_modules"))
    (folder / "package.json").write_text('{"type": "module"}', "utf-8")
    script = f'import * as MODULE from "./{source.name}/{module}.js";\nconst NAME = {json.dumps(name)};{LOOP}'
    (folder / "loop.mjs").write_text(script, "utf-8")
    command = [node, str(folder / "loop.mjs")]
    with subprocess.Popen(command, text=True, stdin=PIPE, stdout=PIPE) as process:
        yield _caller(process)
        process.kill()


def _caller(process: "subprocess.Popen[str]") -> Function:
    assert process.stdin is not None
    assert process.stdout is not None
    questions, answers = process.stdin, process.stdout

    def call(*arguments: object) -> Any:
        questions.write(json.dumps(arguments) + "\n")
        questions.flush()
        return json.loads(answers.readline())

    return call
