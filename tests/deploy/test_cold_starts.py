"""The modules that each function loads in a cold start. Loading fewer makes cold starts faster."""

import sysconfig
from functools import cache
from pathlib import Path

import pytest

from local.process import ROOT
from ops.packaging.cold_start_times import COLD_STARTS, ENVIRONMENT, run_python
from ops.packaging.layouts import Layout

SOURCE = Layout(name="source", task=ROOT, runtime=Path(sysconfig.get_path("purelib")))


@cache
def loaded(statements: str) -> frozenset[str]:
    """Return the modules that a new process has loaded after these statements."""
    return frozenset(run_python(SOURCE, f"{statements}\nimport sys; print(*sys.modules)").stdout.split())


def below(modules: frozenset[str], *packages: str) -> set[str]:
    return {each for each in modules if any(each == name or each.startswith(f"{name}.") for name in packages)}


def test_the_api_loads_no_image_processing() -> None:
    as_deployed = "import os; os.environ['DARKROOM_KERNEL'] = 'on'"
    modules = loaded(f"{as_deployed}; {COLD_STARTS['api_handler']}")
    assert "chalicelib.images.upload_forms" in modules
    assert below(modules, "PIL", "isal", "chalicelib.imaging", "chalicelib.processing.pipeline") == set()


def test_leading_to_variants_on_demand_loads_no_image_processing() -> None:
    settings = {"DARKROOM_KERNEL": "on", "RENDER_FUNCTION": "darkroom-prod-render_on_demand"}
    as_deployed = f"import os; os.environ.update({settings})"
    modules = loaded(f"{as_deployed}; {COLD_STARTS['api_handler']}, d.delivery")
    assert "chalicelib.on_demand.single_rendering" in modules
    assert below(modules, "PIL", "isal", "chalicelib.imaging", "chalicelib.on_demand.rendering") == set()


def test_the_authorizer_loads_few_modules() -> None:
    modules = loaded(COLD_STARTS["authorize"])
    assert "chalicelib.access.authenticator" in modules
    others = (
        "PIL",
        "chalicelib.api",
        "chalicelib.entrypoints.routes",
        "app",
    )
    assert below(modules, *others) == set()


def test_process_upload_loads_the_engine_without_modules_for_rare_formats() -> None:
    modules = loaded(COLD_STARTS["process_upload"])
    assert "chalicelib.imaging.engine" in modules
    assert "PIL.WebPImagePlugin" in modules
    assert below(modules, "ctypes", "chalicelib.imaging.decoding.libwebp", "pi_heif", "_pi_heif") == set()


@pytest.mark.parametrize(
    ("function", "most"), [("process_upload", 412), ("api_handler", 232), ("authorize", 34)]
)
def test_few_modules_of_the_library_are_loaded(function: str, most: int) -> None:
    assert len(below(loaded(COLD_STARTS[function]), "chalicelib")) <= most


@pytest.mark.parametrize("function", COLD_STARTS)
def test_no_class_of_the_library_is_a_data_class(function: str) -> None:
    # Making one takes ten times as long as making a struct, and there are hundreds.
    code = (
        "import sys, dataclasses\n"
        "classes = [each for name in list(sys.modules) if name.startswith('chalicelib')"
        " for each in vars(sys.modules[name]).values() if isinstance(each, type)]\n"
        "assert len(classes) > 20\n"
        "print(*(each for each in classes if dataclasses.is_dataclass(each)))"
    )
    assert run_python(SOURCE, f"{COLD_STARTS[function]}\n{code}").stdout.split() == []


@pytest.mark.parametrize("function", COLD_STARTS)
def test_what_was_loaded_is_not_searched_for_garbage(function: str) -> None:
    counted = (
        "import gc; seen = []; gc.callbacks.append(lambda phase, info: seen.append(info['generation']))\n"
    )
    started = f"import app\n{counted}{COLD_STARTS[function]}\nprint(seen.count(2))"
    assert int(run_python(SOURCE, started).stdout) == 0


@pytest.mark.parametrize("function", COLD_STARTS)
def test_without_an_issuer_no_function_loads_pyjwt(function: str) -> None:
    assert below(loaded(COLD_STARTS[function]), "jwt", "cryptography", "cffi") == set()


def test_importing_the_app_does_not_load_boto3() -> None:
    assert "boto3" not in loaded("import app")


def test_each_client_is_created_once() -> None:
    code = (
        "import boto3; made = []; create = boto3.client\n"
        "boto3.client = lambda name, **options: made.append(name) or create(name, **options)\n"
        f"{COLD_STARTS['process_upload']}; {COLD_STARTS['api_handler']}\n"
        "d.sources, d.outputs, d.store, d.bulk_reader\n"
        "print(*sorted(made))"
    )
    assert run_python(SOURCE, code).stdout.split() == ["dynamodb", "s3"]


def test_the_environment_of_cold_starts_has_only_required_settings() -> None:
    assert {name for name in ENVIRONMENT if not name.startswith("AWS_")} == {
        "UPLOAD_BUCKET", "DEST_BUCKET", "IMAGES_TABLE", "TOKENS_TABLE", "FAILURES_QUEUE", "DEFERRED_QUEUE",
        "ERASURES_QUEUE",
    }  # fmt: skip
