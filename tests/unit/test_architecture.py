"""The layout, held against the imports: who may know whom.

What `layers` does not list is forbidden; Python's standard library is allowed everywhere.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.layers import ALLOWED

ROOT = Path(__file__).parents[2]
LIB = "chalicelib"
# What HTTP enters by and what wires all of it: rules of their own are below.
ROOTS = {"", "__init__", "authorizer", "bootstrap", "routes"}

TYPES_ONLY = ("mypy_boto3_",)


def modules() -> list[Path]:
    return sorted((ROOT / LIB).rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / LIB).with_suffix("").parts).removesuffix(".__init__")


def layer_of(path: Path) -> str:
    return name_of(path).partition(".")[0]


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def dependency(imported: str) -> str | None:
    """Return an import as the table names it: without chalicelib, or a distribution's top level."""
    top, _, rest = imported.partition(".")
    if top == LIB:
        return rest
    return None if top in sys.stdlib_module_names or imported.startswith(TYPES_ONLY) else top


def is_allowed(name: str, allowed: set[str]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in allowed)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_imports_only_what_its_layer_may_know(path: Path) -> None:
    layer = layer_of(path)
    if layer in ROOTS:
        return
    needed = {name for each in imports_of(path) if (name := dependency(each))}
    assert {name for name in needed if not is_allowed(name, ALLOWED[layer])} == set()


def test_every_layer_is_in_the_table() -> None:
    layers = {layer_of(path) for path in modules()} - ROOTS
    assert layers == set(ALLOWED)


@pytest.mark.parametrize("path", sorted((ROOT / LIB / "aws").glob("*.py")), ids=name_of)
def test_adapters_do_not_know_each_other(path: Path) -> None:
    shared = {"aws.errors", "aws.items", "aws.cursors", "aws.marks", "aws.urls", f"aws.{path.stem}"}
    known = {name for each in imports_of(path) if (name := dependency(each)) and name.startswith("aws.")}
    assert {name for name in known if not is_allowed(name, shared)} == set()


def reads_environment(path: Path) -> bool:
    """Say whether a module takes `environ` or `getenv`, also in bytes, from `os` in any way."""
    names = {"environ", "environb", "getenv", "getenvb"}
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return bool(names & attributes or {f"os.{name}" for name in names} & set(imports_of(path)))


@pytest.mark.parametrize(
    "code", ["import os\nos.environ", "import os as o\no.getenv('A')", "from os import environ as e"]
)
def test_reading_the_environment_is_seen(tmp_path: Path, code: str) -> None:
    (tmp_path / "module.py").write_text(code, "utf-8")
    assert reads_environment(tmp_path / "module.py")


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_the_composition_root_reads_the_environment_or_is_not_imported(path: Path) -> None:
    if layer_of(path) == "bootstrap":
        return
    assert not reads_environment(path)
    if layer_of(path) not in {"authorizer", "routes"}:
        assert not [each for each in imports_of(path) if each.startswith(f"{LIB}.bootstrap")]


@pytest.mark.parametrize("path", sorted((ROOT / "client").rglob("*.py")), ids=str)
def test_the_client_ships_without_the_library(path: Path) -> None:
    assert not [each for each in imports_of(path) if each.partition(".")[0] in {LIB, "app", "local"}]


@pytest.mark.parametrize("path", sorted((ROOT / "local").rglob("*.py")), ids=lambda path: path.name)
def test_the_local_stack_reaches_the_app_only_as_lambda_does(path: Path) -> None:
    assert not [each for each in imports_of(path) if each.partition(".")[0] in {LIB, "app"}]


ENTRY_POINTS = [ROOT / "app.py", ROOT / LIB / "authorizer.py", ROOT / LIB / "routes.py"]


@pytest.mark.parametrize("path", ENTRY_POINTS, ids=lambda path: path.name)
def test_the_entry_points_know_neither_aws_nor_pictures(path: Path) -> None:
    tops = {each.partition(".")[0] for each in imports_of(path)}
    assert tops <= {"collections", "logging", "typing", "chalice", "msgspec", LIB}
    needed = {name for each in imports_of(path) if (name := dependency(each))}
    allowed = {
        *("access", "api", "authorizer", "bootstrap", "notices", "deadline", "models", "routes", "webhooks"),
        *("chalice", "msgspec"),
    }
    assert {name for name in needed if not is_allowed(name, allowed)} == set()


@pytest.mark.parametrize("path", sorted((ROOT / "ops").rglob("*.py")), ids=lambda path: path.name)
def test_the_operators_commands_know_no_adapters(path: Path) -> None:
    assert not [each for each in imports_of(path) if each.startswith((f"{LIB}.aws", f"{LIB}.imaging"))]
