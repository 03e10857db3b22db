from io import BytesIO

from PIL import Image

from bench.inputs.drawing import photo
from bench.jobs import VARIANTS, WEBP_METHOD, lossless, output
from chalicelib import variants
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import VariantSpec


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def test_peers_encode_webp_at_the_method_that_the_engine_uses() -> None:
    picture = photo((64, 64), 1)
    content = encoded(picture, "PNG")
    asked = output(64, "webp")
    spec = VariantSpec(name="same", width=64, height=64, format="webp", quality=asked["quality"])
    engine = PillowEngine(Limits())
    info = engine.inspect(content)

    (made,) = engine.render(content, info, variants.plan(info, [spec])).variants

    assert made.content == encoded(picture, "WEBP", quality=asked["quality"], method=WEBP_METHOD)


def test_quality_is_scored_on_the_same_sizes_without_encoder_loss() -> None:
    assert [(each["width"], each["format"]) for each in lossless(VARIANTS)] == [
        (1600, "png"),
        (800, "png"),
        (300, "png"),
    ]
