"""Packages import only what `import_rules` allows."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.unit.import_rules import ALLOWED

ROOT = Path(__file__).parents[2]
LIB = "chalicelib"
# Folders with static files only.
DATA = {"embed", "reference", "web"}

TYPES_ONLY = ("mypy_boto3_",)


def modules() -> list[Path]:
    return sorted((ROOT / LIB).rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / LIB).with_suffix("").parts).removesuffix(".__init__")


def package_of(path: Path) -> str:
    return name_of(path).partition(".")[0]


@cache
def imports_of(path: Path) -> tuple[str, ...]:
    return tuple(_imports(ast.parse(path.read_text("utf-8")), path))


def _imports(tree: ast.Module, path: Path) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def dependency(imported: str) -> str | None:
    """Return an import as in the table: a path within chalicelib, or another package's top level."""
    top, _, rest = imported.partition(".")
    if imported == f"{LIB}.VERSION":
        return None  # Every module may know it.
    if top == LIB:
        return rest or LIB
    return None if top in sys.stdlib_module_names or imported.startswith(TYPES_ONLY) else top


def module_of(imported: str, modules: set[str]) -> str | None:
    """Return the module of chalicelib that an import loads, or None for other packages."""
    name = dependency(imported) if imported.startswith(f"{LIB}.") else None
    while name and name not in modules:
        name = name.rpartition(".")[0]
    return name


def is_allowed(name: str, allowed: set[str]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in allowed)


def not_allowed(path: Path) -> set[str]:
    """Return what a module imports although its package may not."""
    package = package_of(path)
    needed = {name for each in imports_of(path) if (name := dependency(each))}
    allowed = {package, *ALLOWED.get(package, set())}
    return {name for name in needed if not is_allowed(name, allowed)}


def test_modules_import_only_what_their_package_may_import() -> None:
    found = {name_of(path): not_allowed(path) for path in modules()}
    assert {name: imports for name, imports in found.items() if imports} == {}


def test_every_package_is_in_the_table() -> None:
    packages = {path.name for path in (ROOT / LIB).iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert packages - DATA == set(ALLOWED)


def test_every_module_is_in_a_package() -> None:
    others = [path for path in modules() if package_of(path) not in ALLOWED]
    assert others == [ROOT / LIB / "__init__.py"]


def test_the_table_allows_only_what_modules_import() -> None:
    needed: dict[str, set[str]] = {package: set() for package in ALLOWED}
    for path in modules():
        names = {name for each in imports_of(path) if (name := dependency(each))}
        needed.setdefault(package_of(path), set()).update(name.partition(".")[0] for name in names)
    unneeded = {package: allowed - needed[package] for package, allowed in ALLOWED.items()}
    assert {package: names for package, names in unneeded.items() if names} == {}


def test_the_documentation_has_the_same_table() -> None:
    page = (ROOT / "docs" / "explanation" / "architecture.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", page, re.MULTILINE))
    assert set(rows) == set(ALLOWED)
    shown = set(ALLOWED) - {"errors", "models"}
    for package in set(ALLOWED) - {"bootstrap"}:  # its row says "every package except"
        assert set(re.findall(r"`(\w+)`", rows[package])) == ALLOWED[package] & shown


def test_packages_do_not_import_each_other() -> None:
    packages = {package: allowed & set(ALLOWED) for package, allowed in ALLOWED.items()}
    assert set(TopologicalSorter(packages).static_order()) == set(ALLOWED)  # raises CycleError


def test_modules_do_not_import_each_other() -> None:
    names = {name_of(path): path for path in modules()}
    graph = {
        name: {
            module for each in imports_of(path) if (module := module_of(each, set(names))) not in {None, name}
        }
        for name, path in names.items()
    }
    assert set(TopologicalSorter(graph).static_order()) == set(names)  # raises CycleError


ADAPTER_HELPERS = (
    *("attribute_values", "batch_get", "bucket", "claims", "cursors", "edits", "errors", "items", "listing"),
    *("object_metadata", "open_records", "pages", "parameter_store", "queue", "s3_notifications"),
    *("source_object", "table", "unknown_fields", "unreadable_object", "urls"),
)


@pytest.mark.parametrize("path", sorted((ROOT / LIB / "aws").glob("*.py")), ids=name_of)
def test_adapters_do_not_import_each_other(path: Path) -> None:
    shared = {*(f"aws.{each}" for each in ADAPTER_HELPERS), f"aws.{path.stem}"}
    known = {name for each in imports_of(path) if (name := dependency(each)) and name.startswith("aws.")}
    assert {name for name in known if not is_allowed(name, shared)} == set()


def reads_environment(path: Path) -> bool:
    """Return whether a module uses `os.environ` or `os.getenv`, or their bytes versions, in any way."""
    names = {"environ", "environb", "getenv", "getenvb"}
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return bool(names & attributes or {f"os.{name}" for name in names} & set(imports_of(path)))


@pytest.mark.parametrize(
    "code", ["import os\nos.environ", "import os as o\no.getenv('A')", "from os import environ as e"]
)
def test_reading_the_environment_is_detected(tmp_path: Path, code: str) -> None:
    (tmp_path / "module.py").write_text(code, "utf-8")
    assert reads_environment(tmp_path / "module.py")


# A process renders all its images in the same way, also in threads and in tools without settings.
KERNEL_SWITCH = "imaging.kernel.library"


def test_only_the_composition_root_and_the_kernels_switch_read_the_environment() -> None:
    readers = {path for path in modules() if reads_environment(path)}
    assert {package_of(path) for path in readers if name_of(path) != KERNEL_SWITCH} == {"bootstrap"}
    assert KERNEL_SWITCH in {name_of(path) for path in readers}


@pytest.mark.parametrize("path", sorted((ROOT / "client").rglob("*.py")), ids=str)
def test_the_client_does_not_import_the_library(path: Path) -> None:
    assert not [each for each in imports_of(path) if each.partition(".")[0] in {LIB, "app", "local"}]


@pytest.mark.parametrize("path", sorted((ROOT / "local").rglob("*.py")), ids=lambda path: path.name)
def test_the_local_stack_does_not_import_the_app(path: Path) -> None:
    assert not [each for each in imports_of(path) if each.partition(".")[0] in {LIB, "app"}]


def test_app_imports_neither_aws_nor_the_image_engine() -> None:
    path = ROOT / "app.py"
    tops = {each.partition(".")[0] for each in imports_of(path)}
    assert tops <= {"collections", "typing", "chalice", "msgspec", LIB}
    needed = {name for each in imports_of(path) if (name := dependency(each))}
    allowed = {
        *("api", "bootstrap", "cdn", "domain", "entrypoints", "erasure", "models", "webhooks"),
        *("chalice", "msgspec"),
    }
    assert {name for name in needed if not is_allowed(name, allowed)} == set()


@pytest.mark.parametrize("path", sorted((ROOT / "ops").rglob("*.py")), ids=lambda path: path.name)
def test_the_operators_commands_do_not_import_adapters(path: Path) -> None:
    adapters = (f"{LIB}.aws", f"{LIB}.imaging")
    found = [each for each in imports_of(path) if each.startswith(adapters)]
    # Where the compiled kernel is, which a command compiles.
    assert set(found) <= {f"{LIB}.imaging.kernel.objects"}
