"""The Python code in the documentation passes mypy's strict checks."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docsite.code_blocks import blocks
from tests.documents import PAGES, ROOT, name

# The blocks are parts of a project, which also needs mypy's plugin for Django.
CONFIGURATION = f"""\
[mypy]
strict = True
python_version = 3.11
mypy_path = {ROOT / "client" / "src"}
[mypy-{",".join(f"docs_howto_django_{number}" for number in range(30))}]
disable_error_code = import-not-found, name-defined, no-any-return, type-arg, var-annotated
"""
TYPO = "from darkroom import Client\nClient('https://api.example.com').get('id').variant('small').with_\n"
# What an editor shows while somebody writes a program with the clients.
TYPES = """\
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import assert_type
from darkroom import AsyncClient, Client, Image, Upload

def blocking(client: Client, image: Image) -> None:
    assert_type(client.upload("cat.jpg", ["small"], False, timeout=3), Image)
    assert_type(client.create_upload(filename="cat.jpg", size=4), Upload)
    assert_type(client.list(limit=3), Iterator[Image])
    assert_type(client.download(image, "."), Mapping[str, Path])
    assert_type(client.delete(image.id), None)
    assert_type(client.url(image, width=3), str)

async def awaiting(client: AsyncClient, image: Image) -> None:
    assert_type(await client.upload("cat.jpg", ["small"], False, timeout=3), Image)
    assert_type(await client.create_upload(filename="cat.jpg", size=4), Upload)
    assert_type(client.list(limit=3), AsyncIterator[Image])
    assert_type(await client.download(image, "."), Mapping[str, Path])
    assert_type(await client.delete(image.id), None)
    assert_type(client.url(image, width=3), str)
    await client.upload("cat.jpg", colour="red")
"""


def snippets(folder: Path) -> list[Path]:
    """Save each block as a module that is named after its page."""
    files = []
    for page in PAGES:
        for number, block in enumerate(blocks(page)):
            if block.language == "python":
                module = re.sub(r"\W", "_", name(page).removesuffix(".md"))
                files.append(folder / f"{module}_{number}.py")
                files[-1].write_text(block.code, "utf-8")
    return files


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What mypy says about all blocks, and about one with an error."""
    folder = tmp_path_factory.mktemp("snippets")
    assert len(snippets(folder)) > 9
    (folder / "typo.py").write_text(TYPO, "utf-8")
    (folder / "types_of_clients.py").write_text(TYPES, "utf-8")
    (folder / "mypy.ini").write_text(CONFIGURATION, "utf-8")
    command = [sys.executable, "-m", "mypy", "--cache-dir", os.devnull, "."]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def test_all_python_code_in_the_documentation_is_correctly_typed(output: str) -> None:
    ours = ("typo.py", "types_of_clients.py")
    errors = [line for line in output.splitlines() if " error: " in line and not line.startswith(ours)]
    assert errors == []


def test_an_error_in_a_snippet_is_noticed(output: str) -> None:
    assert 'typo.py:2: error: "Variant" has no attribute "with_"' in output


def test_the_methods_of_both_clients_are_typed(output: str) -> None:
    (error,) = (line for line in output.splitlines() if line.startswith("types_of_clients.py"))
    assert 'Unexpected keyword argument "colour"' in error
