from io import BytesIO

from PIL import Image

from bench.inputs.drawing import photo
from bench.jobs import PRESETS, VARIANTS, WEBP_METHOD, Output, lossless, output
from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.bootstrap.presets import read_presets
from chalicelib.domain import geometry
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import VariantSpec


def encoded(image: Image.Image, format_: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, format_, **options)
    return buffer.getvalue()


def test_peers_use_the_same_webp_method_as_the_engine() -> None:
    image = photo((160, 120), 1)
    content = encoded(image, "PNG")
    requested = output(160, "webp")
    spec = VariantSpec(name="same", width=160, height=160, format="webp", quality=requested["quality"])
    engine = PillowEngine(Limits())
    info = engine.inspect(content)

    (made,) = engine.render(content, info, geometry.plan(info, [spec])).variants

    assert made.content == encoded(image, "WEBP", quality=requested["quality"], method=WEBP_METHOD)


def test_lossless_jobs_keep_the_sizes_and_use_png() -> None:
    assert [(each["width"], each["format"]) for each in lossless(VARIANTS)] == [
        (1600, "png"),
        (800, "png"),
        (300, "png"),
    ]


def test_the_presets_are_the_shipped_ones() -> None:
    shipped = [
        (each.width, each.height, "jpeg" if each.format == "source" else each.format, each.quality, each.fit)
        for each in read_presets(PRESETS_FILE).presets
    ]

    assert sorted(map(_described, PRESETS)) == sorted(shipped)


def _described(preset: Output) -> tuple[int, int, str, int, str]:
    size = preset["width"], preset["height"]
    return (*size, preset["format"], preset["quality"], preset["fit"])
