"""Bundling the page's modules into one script."""

import gzip
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from chalicelib.api.script_bundle import SCRIPT, bundled, script
from chalicelib.bootstrap.static_pages import EMBED_FOLDER, WEB_FOLDER, component_script, page_texts

MODULES = {
    path.stem: path.read_text("utf-8") for path in (*EMBED_FOLDER.glob("*.js"), *WEB_FOLDER.glob("*.js"))
}
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


def test_comments_on_lines_of_their_own_and_indentation_are_left_out() -> None:
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
    assert 'const url = "https://darkroom.example"; // stays\nreturn a + b; /* stays, too */\n' in script


@pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed")
def test_a_script_exports_what_its_entry_exports_itself_or_passes_on(tmp_path: Path) -> None:
    files = {**EXAMPLE, "entry.js": 'export { add } from "./sums.js";\n\nexport const THREE = 3;\n'}
    (tmp_path / "entry.mjs").write_text(script(files, "entry.js"), "utf-8")
    (tmp_path / "user.mjs").write_text(
        'import { add, THREE } from "./entry.mjs";\nconsole.log(add(THREE, 4));\n', "utf-8"
    )
    assert printed(tmp_path / "user.mjs") == "7\n"


def output_of(files: Mapping[str, str], folder: Path) -> str:
    path = folder / "app.mjs"
    path.write_text(bundled(files)[SCRIPT], "utf-8")
    return printed(path)


def printed(path: Path) -> str:
    node = ["node", str(path)]
    return subprocess.run(node, capture_output=True, text=True, check=True, timeout=30).stdout


def test_no_module_of_the_page_has_the_name_of_a_module_of_the_component() -> None:
    assert not {path.name for path in EMBED_FOLDER.iterdir()} & {path.name for path in WEB_FOLDER.iterdir()}


def test_the_scripts_have_all_modules_without_leftover_imports_or_exports() -> None:
    page, component = page_texts()[SCRIPT], component_script()
    names = {name for text in (page, component) for name in module_names(text)}
    assert names == set(MODULES)
    for text in (page, component):
        *_, last = component.splitlines()
        inner = text.removesuffix(f"{last}\n")
        assert not re.search(r"^\s*(import|export)\b|\bimport\(|\bexport default\b", inner, re.MULTILINE)


def module_names(text: str) -> list[str]:
    return re.findall(r"^const \$(\w+) =", text, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_imports_only_what_others_export(name: str) -> None:
    for names, module in re.findall(
        r'^(?:im|ex)port \{([^}]*)\} from "[./\w]*?(\w+)\.js";$', MODULES[name], re.MULTILINE
    ):
        declared = re.findall(
            r"^export (?:async )?(?:class|const|function) (\w+)", MODULES[module], re.MULTILINE
        )
        assert {each.strip() for each in names.split(",")} <= set(declared)


def test_the_component_has_less_than_20_kilobytes_when_compressed() -> None:
    assert len(gzip.compress(component_script().encode())) < 20_000


def test_the_component_imports_none_of_the_pages_modules() -> None:
    assert set(module_names(component_script())) <= {path.stem for path in EMBED_FOLDER.glob("*.js")}


def test_the_error_banner_is_set_up_before_all_other_modules() -> None:
    assert page_texts()[SCRIPT].startswith("const $error_banner =")


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_stays_short(name: str) -> None:
    assert len(MODULES[name].splitlines()) <= 200
