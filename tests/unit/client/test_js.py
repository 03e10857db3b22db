"""The URLs that client/js builds for web frameworks."""

import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.on_demand.operations import parse, printed
from chalicelib.domain.on_demand.policy import allowed
from chalicelib.models import MAX_SIDE, OnDemandPolicy, Resize
from tests.documents import ROOT
from tests.unit.domain.on_demand.operation_strategies import CROPPED, INSIDE, SCALED
from tests.unit.web.node import Function, exported

FOLDER = ROOT / "client" / "js"
BASE = "https://cdn.test/i/XtRhwCSULFMbTSrJ6jvWVgk2Q9xA/0123456789ab/"
TEMPLATE = f"{BASE}{{operations}}"
POLICY = OnDemandPolicy(widths=(320, 640, 1280), ratios=("source", "16:9", "4:3"), qualities=(60, 80))


@pytest.fixture(scope="module")
def loader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("next-loader", "default", tmp_path_factory.mktemp("node"), FOLDER) as function:
        yield function


@pytest.fixture(scope="module")
def generate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("unpic-provider", "generate", tmp_path_factory.mktemp("node"), FOLDER) as function:
        yield function


@pytest.fixture(scope="module")
def transform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("unpic-provider", "transform", tmp_path_factory.mktemp("node"), FOLDER) as function:
        yield function


def test_its_own_tests_pass() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    command = [node, "--test", str(FOLDER / "test")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


@given(st.integers(1, MAX_SIDE), st.none() | st.integers(1, 100))
def test_the_loader_writes_operations_as_the_service_prints_them(
    loader: Function, width: int, quality: int | None
) -> None:
    written = loader({"src": TEMPLATE, "width": width, "quality": quality}).removeprefix(BASE)
    assert parse(written) == Resize(width=width, quality=quality or 80)
    assert printed(parse(written)) == written


@pytest.mark.parametrize("crop", ["w_640,h_360", "w_320,h_180", "w_640,h_480,f_webp,q_60"])
@pytest.mark.parametrize("width", POLICY.widths)
def test_a_crop_keeps_a_ratio_that_the_policy_allows(loader: Function, crop: str, width: int) -> None:
    operations = parse(loader({"src": BASE + crop, "width": width}).removeprefix(BASE))
    assert allowed(POLICY, {}, operations) == operations


@given(SCALED | CROPPED | INSIDE, st.integers(1, MAX_SIDE))
def test_the_provider_reads_and_writes_what_the_service_prints(
    transform: Function, operations: Resize, width: int
) -> None:
    src = BASE + printed(operations)
    assert transform(src, {}) == src
    replaced = parse(transform(src, {"width": width}).removeprefix(BASE))
    assert isinstance(replaced, Resize)
    assert replaced.width == width


@given(st.fixed_dictionaries({"width": st.integers(1, MAX_SIDE)}, optional={"format": st.just("jpg")}))
def test_the_provider_writes_operations_in_the_service_s_order(generate: Function, given_: Any) -> None:
    written = generate(TEMPLATE, given_).removeprefix(BASE)
    assert printed(parse(written)) == written
