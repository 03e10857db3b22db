"""The timings of a rendering."""

import io

from PIL import Image

from chalicelib.domain.geometry import plan
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import VariantSpec

ENGINE = PillowEngine(Limits())
SPECS = [VariantSpec(name="small", width=100, height=100)]


def file(format_name: str, frames: int = 1) -> bytes:
    buffer = io.BytesIO()
    images = [Image.effect_noise((640, 480), 64 + each) for each in range(frames)]
    images[0].save(buffer, format_name, save_all=frames > 1, append_images=images[1:])
    return buffer.getvalue()


def test_every_kind_of_work_is_timed() -> None:
    for content in (file("JPEG"), file("GIF", frames=3)):
        info = ENGINE.inspect(content)
        timings = ENGINE.render(content, info, plan(info, SPECS)).timings
        assert min(timings.decode, timings.resize, timings.encode) > 0
        assert max(timings.decode, timings.resize, timings.encode) < 60_000
