"""A stage with the image engine's kernel, and one whose functions render with Pillow alone, on MiniStack."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from darkroom import Client

from chalicelib.models import VariantSpec
from tests.ministack.account import ROOT_USER, Account
from tests.ministack.checkout import SECONDS, Checkout, check_out
from tests.ministack.stage import NEW, STAGE, Stage
from tests.unit.imaging.kernels import compiled, pillow_alone
from tests.unit.imaging.samples import encoded, render
from tests.unit.imaging.samples import photo as drawn

pytestmark = [pytest.mark.by_hand, pytest.mark.timeout(900), pytest.mark.shares_processes]

DEFAULT = VariantSpec(name="300x300", width=300, height=300)


@pytest.fixture(scope="module")
def checkout(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A copy of the repository, and a user who may also read the images' records."""
    return check_out(tmp_path_factory.mktemp("checkout") / "darkroom", account.environment(ROOT_USER))


@pytest.fixture(scope="module")
def stage(account: Account, checkout: Checkout) -> Stage:
    checkout.deploy(STAGE, *NEW)
    return Stage(account, checkout)


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A JPEG and a PNG."""
    folder = tmp_path_factory.mktemp("images")
    image = drawn(1600, 1200)
    for format_ in ("jpeg", "png"):
        (folder / f"photo.{format_}").write_bytes(encoded(image, format_))
    return sorted(folder.iterdir())


def uploaded(client: Client, file: Path, folder: Path) -> bytes:
    """Upload a file; return its variant."""
    return client.download(client.upload(file), folder)[DEFAULT.name].read_bytes()


def backfill(stage: Stage, *, machine: str) -> str:
    """Count what is out of date, on a machine that has its own value of the setting."""
    done = subprocess.run(
        [sys.executable, "-m", "ops", "backfill", "--stage", STAGE, "--dry-run"],
        cwd=stage.checkout.folder,
        env=os.environ | dict(stage.checkout.environment) | {"DARKROOM_KERNEL": machine},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert not done.stderr
    return done.stdout


def test_the_functions_render_with_the_kernel(
    stage: Stage, client: Client, images: list[Path], tmp_path: Path
) -> None:
    compiled()
    assert requests.get(f"{stage.url}/healthz", timeout=60).json()["kernel"] is True
    for file in images:
        (expected,) = render(file.read_bytes(), DEFAULT)
        with pillow_alone():
            (other,) = render(file.read_bytes(), DEFAULT)
        assert uploaded(client, file, tmp_path / file.name) == expected.content != other.content


def test_the_operators_own_setting_makes_no_image_out_of_date(stage: Stage) -> None:
    assert "2 up to date" in (counts := backfill(stage, machine="off")), counts


def test_a_stage_can_render_with_pillow_alone(
    stage: Stage, client: Client, images: list[Path], tmp_path: Path
) -> None:
    stage.checkout.deploy(STAGE, "--set", "DARKROOM_KERNEL=off")
    assert requests.get(f"{stage.url}/healthz", timeout=60).json()["kernel"] is False
    assert "2 to send" in (counts := backfill(stage, machine="on")), counts
    for file in images:
        with pillow_alone():
            (expected,) = render(file.read_bytes(), DEFAULT)
        assert uploaded(client, file, tmp_path / file.name) == expected.content
