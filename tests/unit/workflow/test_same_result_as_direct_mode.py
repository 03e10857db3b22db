"""Direct mode and workflow mode give the same results, with the real engine and presets."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image as PilImage

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.domain.presets import Presets
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import Image, VariantSpec
from tests.unit.deployment import KEY
from tests.unit.executions import execute_all
from tests.unit.in_memory_app import InMemoryApp

SHIPPED = Presets.from_json(PRESETS_FILE.read_bytes())
IN_SEVERAL_FORMATS = VariantSpec(name="several", width=80, formats=("webp", "gif", "source", "jpeg"))
SPECS = (*SHIPPED.presets, IN_SEVERAL_FORMATS)
ALL = Presets(presets=SPECS, default=tuple(spec.name for spec in SPECS))


def encoded(images: Sequence[PilImage.Image], name: str, **options: Any) -> bytes:
    buffer = BytesIO()
    more = {"save_all": True, "append_images": images[1:]} if len(images) > 1 else {}
    images[0].save(buffer, name, **more, **options)
    return buffer.getvalue()


def noise(mode: str = "RGB", size: tuple[int, int] = (900, 600)) -> PilImage.Image:
    return PilImage.effect_noise(size, 60).convert(mode)


FILES: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: encoded([noise()], "JPEG", quality=80),
    "transparent png": lambda: encoded([noise("RGBA")], "PNG"),
    "webp": lambda: encoded([noise()], "WEBP"),
    "animated gif": lambda: encoded([noise("P", (90, 60)), noise("P", (90, 60))], "GIF", duration=50),
    "small": lambda: encoded([noise(size=(30, 40))], "JPEG"),
    "truncated": lambda: encoded([noise()], "JPEG")[:9000],
    "not an image": lambda: b"text",
    "empty": lambda: b"",
}


@pytest.mark.parametrize("file", FILES)
def test_both_modes_give_the_same_outputs_and_the_same_record(file: str) -> None:
    content = FILES[file]()
    engine = PillowEngine(Limits())
    direct, workflow = (
        InMemoryApp(presets=ALL, engine=engine, max_upload_bytes=len(content) + 1) for _ in range(2)
    )
    direct.reconcile(direct.put(content))
    workflow.workflow_starter.reconcile(KEY, workflow.put(content))
    execute_all(workflow)
    assert workflow.kept() == direct.kept()
    assert without_execution(workflow.image()) == direct.image()
    assert workflow.image().execution in workflow.workflow.started


def without_execution(image: Image) -> Image:
    return replace(image, execution=None)
