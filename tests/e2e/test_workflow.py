"""Workflow mode in the whole local stack, as `make dev WORKFLOW=stepfunctions` runs it."""

from io import BytesIO

import pytest
from darkroom import Client
from PIL import Image

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.presets import Presets
from chalicelib.variants import plan
from tests.e2e.conftest import started_stack


@pytest.fixture(scope="module")
def picture() -> bytes:
    buffer = BytesIO()
    Image.effect_noise((900, 600), 60).save(buffer, "PNG")
    return buffer.getvalue()


def test_the_state_machine_renders_the_bytes_of_direct_mode(
    tmp_path_factory: pytest.TempPathFactory, picture: bytes
) -> None:
    folder = tmp_path_factory.mktemp("workflow")
    (folder / "cat.png").write_bytes(picture)
    names = ("300x300", "small")
    with (
        started_stack(folder, "--workflow", "stepfunctions", "--workers", "1") as stack,
        Client(stack.url, token=stack.token) as client,
    ):
        image = client.upload(folder / "cat.png", variants=list(names))
        files = client.download(image, folder / "out")
        machine = stack.environment["STATE_MACHINE"]
        (execution,) = stack.aws.stepfunctions.list_executions(stateMachineArn=machine)["executions"]
    assert execution["name"].startswith(image.id)
    engine = PillowEngine(Limits())
    info = engine.inspect(picture)
    specs = Presets.from_json(PRESETS_FILE.read_bytes()).choose(names)
    expected = engine.render(picture, info, plan(info, specs)).variants
    assert {name: file.read_bytes() for name, file in files.items()} == {
        each.name: each.content for each in expected
    }
