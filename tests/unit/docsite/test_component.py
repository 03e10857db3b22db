"""The component's script in the docs and in the Python package is the one that the service serves."""

import base64
import json
import subprocess
from pathlib import Path
from shutil import which

import darkroom
import pytest

from chalicelib import VERSION
from chalicelib.api.embedded_script import EmbeddedScript
from docsite import component
from local.process import ROOT

SCRIPT = component.current()
OTHER = EmbeddedScript("export const changed = true;\n")


def test_a_version_of_the_script_never_changes() -> None:
    page = component.PAGE.read_text("utf-8")
    assert component.pinned(page) == ({VERSION}, {SCRIPT.integrity}), component.CHANGED


def test_every_page_shows_this_version() -> None:
    for page in component.pages():
        text = page.read_text("utf-8")
        assert component.rewritten(text, SCRIPT) == text, page


def test_the_packages_of_both_clients_have_the_version_of_the_service() -> None:
    package = json.loads((ROOT / "client" / "js" / "package.json").read_text("utf-8"))
    assert (package["version"], darkroom.__version__) == (VERSION, VERSION)


def test_the_version_of_each_package_can_be_replaced() -> None:
    for file, version in component.VERSIONS.items():
        assert version.findall(file.read_text("utf-8")) == [VERSION], file


def test_the_python_package_has_the_script_for_static_files() -> None:
    assert component.STATIC_FILE.read_text("utf-8") == SCRIPT.content, component.CHANGED


def test_the_hash_is_the_one_that_openssl_computes(tmp_path: Path) -> None:
    openssl = which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    (tmp_path / "darkroom.js").write_text(SCRIPT.content, "utf-8")
    command = [openssl, "dgst", "-sha384", "-binary", "darkroom.js"]
    digest = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    assert SCRIPT.integrity == f"sha384-{base64.b64encode(digest).decode()}"


def shown(version: str, script: EmbeddedScript) -> str:
    return f'<script src="https://a.example/embed/{version}/darkroom.js" integrity="{script.integrity}">'


def test_a_changed_script_needs_another_version() -> None:
    assert component.has_changed(shown(VERSION, OTHER), SCRIPT)
    assert not component.has_changed(shown("0.9.0", OTHER), SCRIPT)
    assert not component.has_changed(shown(VERSION, SCRIPT), SCRIPT)


@pytest.mark.parametrize("version", ["0.9.0", VERSION])
def test_a_page_gets_the_version_and_the_hash(version: str) -> None:
    newest = '<script src="https://a.example/embed/v1/darkroom.js">'
    assert component.rewritten(shown(version, OTHER) + newest, SCRIPT) == shown(VERSION, SCRIPT) + newest
