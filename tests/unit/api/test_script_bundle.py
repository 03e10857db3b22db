"""Bundling the page's modules into one script."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from chalicelib.api.script_bundle import SCRIPT, bundled

FOLDER = Path(__file__).parents[3] / "chalicelib" / "web"
FILES = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()}
MODULES = sorted(name for name in FILES if name.endswith(".js"))
EXAMPLE = {
    "index.html": "<p>",
    "app.js": 'import "./first.js";\nimport { twice, Box } from "./tools.js";\nnew Box().show(twice(21));\n',
    "first.js": "const LIMIT = 1;\n",
    "tools.js": 'import { add } from "./sums.js";\n\nconst LIMIT = 2;\nexport class Box {\n'
    "  show(what) { console.log(what + LIMIT); }\n}\nexport function twice(x) { return add(x, x); }\n",
    "sums.js": "export const add = (a, b) => a + b;\n",
}


def test_one_script_replaces_all_modules() -> None:
    assert bundled(EXAMPLE).keys() == {"index.html", SCRIPT}
    assert bundled(EXAMPLE)["index.html"] == "<p>"


def test_each_module_runs_once_after_the_modules_it_imports() -> None:
    script = bundled({**EXAMPLE, "first.js": 'import { add } from "./sums.js";\n\nadd(1, 1);\n'})[SCRIPT]
    assert re.findall(r"^const \$(\w+) =", script, re.MULTILINE) == ["sums", "first", "tools", "app"]


@pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed")
def test_modules_have_separate_scopes_and_can_use_their_imports(tmp_path: Path) -> None:
    assert output_of(EXAMPLE, tmp_path) == "44\n"


def test_comments_on_lines_of_their_own_are_left_out() -> None:
    module = """/**
 * Adds.
 */
export const add = (a, b) => {
  // both are numbers
  const url = "https://darkroom.example"; // stays
  /** Not used. */
  return a + b; /* stays, too */
};
"""
    script = bundled({**EXAMPLE, "sums.js": module})[SCRIPT]
    assert "Adds" not in script
    assert "both" not in script
    assert "Not used" not in script
    assert '  const url = "https://darkroom.example"; // stays\n  return a + b; /* stays, too */\n' in script


def output_of(files: Mapping[str, str], folder: Path) -> str:
    script = folder / "app.mjs"
    script.write_text(bundled(files)[SCRIPT], "utf-8")
    node = ["node", str(script)]
    return subprocess.run(node, capture_output=True, text=True, check=True, timeout=30).stdout


def test_all_modules_of_the_page_are_bundled_without_leftover_imports_or_exports() -> None:
    script = bundled(FILES)[SCRIPT]
    parts = set(re.findall(r"^const \$(\w+) =", script, re.MULTILINE))
    assert {f"{name}.js" for name in parts} == set(MODULES)
    assert not re.search(r"^\s*(import|export)\b|\bimport\(|\bexport default\b", script, re.MULTILINE)


def test_the_error_banner_is_set_up_before_all_other_modules() -> None:
    assert bundled(FILES)[SCRIPT].startswith("const $error_banner =")


@pytest.mark.parametrize("name", MODULES)
def test_a_module_stays_short(name: str) -> None:
    assert len(FILES[name].splitlines()) <= 200
