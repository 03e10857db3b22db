"""Interrupted deployments, and the return to the previous version, on MiniStack."""

import json
import subprocess
from pathlib import Path

import pytest
from darkroom import Client

from tests.ministack.account import Account
from tests.ministack.checkout import Checkout
from tests.ministack.stage import NEW, STAGE, Stage
from tests.unit.overlays import LOGO, watermark

pytestmark = [pytest.mark.by_hand, pytest.mark.timeout(900), pytest.mark.shares_processes]

TINY = {"name": "tiny", "width": 16, "height": 16, "overlay": {"image": LOGO}}
PRESETS = {"default": ["tiny"], "presets": [TINY]}


@pytest.fixture(scope="module")
def stage(account: Account, checkout: Checkout) -> Stage:
    checkout.deploy(STAGE, *NEW)
    return Stage(account, checkout)


def code(stage: Stage) -> str:
    """Return the hash of the package, which is the same for all functions."""
    [sha256] = {each["CodeSha256"] for each in stage.functions().values()}
    return str(sha256)


def variants(stage: Stage, png: Path) -> list[str]:
    """Upload an image; return the names of its variants."""
    with Client(stage.url, stage.token()) as client:
        return [variant.name for variant in client.upload(png).variants]


def change_version(checkout: Checkout) -> None:
    """Change the code that ships to Lambda."""
    with (checkout.folder / "app.py").open("a", encoding="utf-8") as file:
        file.write("\n# another version\n")


def test_without_a_previous_version_there_is_no_rollback(stage: Stage) -> None:
    done = stage.checkout.run("rollback", STAGE)
    assert done.returncode == 1
    assert "no previous version" in done.stderr


def test_a_deployment_that_was_killed_continues_with_the_same_command(stage: Stage, tmp_path: Path) -> None:
    before = code(stage)
    change_version(stage.checkout)
    presets = tmp_path / "presets.json"
    presets.write_text(json.dumps(PRESETS), "utf-8")
    (tmp_path / LOGO).write_bytes(watermark())
    options = ("--events", "--presets", str(presets))
    with stage.checkout.start("deploy", STAGE, *options) as process:
        kill_after(process, "Roles (")
    assert code(stage) == before
    results = stage.checkout.deploy(STAGE, *options)
    assert results["Event bus, webhooks (darkroom-trial-events)"] == "no change"
    assert code(stage) != before
    assert stage.variables()["EVENT_BUS"]


def kill_after(process: "subprocess.Popen[str]", step: str) -> None:
    """Kill a command as soon as it reports a step."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(step):
            break
    process.kill()


def test_a_rollback_returns_code_and_presets_but_not_settings(stage: Stage, png: Path) -> None:
    newer = code(stage)
    assert variants(stage, png) == ["tiny"]
    stage.checkout.ops("rollback", STAGE)
    assert code(stage) != newer
    assert stage.variables()["EVENT_BUS"]
    assert variants(stage, png) == ["300x300"]


def test_a_second_rollback_returns_to_the_newer_version(stage: Stage, png: Path) -> None:
    older = code(stage)
    stage.checkout.ops("rollback", STAGE)
    assert code(stage) != older
    assert variants(stage, png) == ["tiny"]
