"""The golden cases: a source and a preset for every fit, orientation, color space and kind of transparency.

`python -m tests.golden.cases` regenerates `expected/`. Review every image before you commit it.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from msgspec import structs
from PIL import Image

from chalicelib.domain.geometry import plan
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import VariantSpec
from tests.golden import drawings, overlays
from tests.unit.imaging import icc_profiles as icc
from tests.unit.imaging.samples import UNDO

EXPECTED = Path(__file__).parent / "expected"
_ENGINE = PillowEngine(Limits(), {overlays.SHA256: overlays.FILE})
_FITS = ("inside", "cover", "contain", "fill", "outside")


def cases() -> Iterator[tuple[str, bytes, VariantSpec]]:
    """Yield name, source file and preset."""
    for fit in _FITS:
        yield f"fit-{fit}", _file(drawings.landscape(), "png"), _spec(width=60, fit=fit, background="#c04080")
    yield (
        "position-entropy",
        _file(drawings.landscape(), "png"),
        _spec(width=60, fit="cover", position="entropy"),
    )
    yield (
        "position-attention",
        _file(drawings.landscape(), "png"),
        _spec(width=60, fit="cover", position="attention"),
    )
    yield (
        "position-top-right",
        _file(drawings.landscape(), "png"),
        _spec(width=60, fit="cover", position="top right"),
    )
    yield (
        "position-contain",
        _file(drawings.landscape(), "png"),
        _spec(width=120, fit="contain", position="right"),
    )
    yield "width-alone", _file(drawings.landscape(), "png"), _spec(height=None)
    for orientation in range(1, 9):
        yield f"orientation-{orientation}", _rotated(orientation), _spec()
    yield from _color_spaces()
    yield from _transparency()
    yield from _effects()
    for name, overlay in overlays.overlays():
        yield f"overlay-{name}", _file(drawings.landscape(), "png"), _spec(overlay=overlay)
    yield "overlay-alpha", _file(drawings.badge(), "png"), _spec(overlay=dict(overlays.overlays())["tiled"])


def _color_spaces() -> Iterator[tuple[str, bytes, VariantSpec]]:
    image = drawings.landscape()
    yield "color-gray", _file(image.convert("L"), "jpeg"), _spec()
    yield "color-gray16", _file(drawings.gray16(image), "png"), _spec()
    yield "color-palette", _file(image.quantize(32), "png"), _spec()
    yield "color-cmyk", _file(image.convert("CMYK"), "jpeg", quality=95), _spec(format="png")
    yield "color-profile", _file(image, "png", icc_profile=drawings.linear_profile()), _spec()
    yield "color-p3", _file(image, "png", icc_profile=icc.rgb(icc.DISPLAY_P3, icc.SRGB_CURVE)), _spec()
    yield "color-pq", _file(drawings.pq(image), "png", icc_profile=drawings.pq_profile()), _spec()
    yield "format-gif", _file(image, "png"), _spec(format="gif")
    yield "few-colors", _file(drawings.poster(), "png"), _spec(width=200, height=200)
    for format_ in ("jpeg", "webp", "avif"):
        yield f"small-{format_}", _file(drawings.sprite(), "png"), _spec(format=format_)


def _transparency() -> Iterator[tuple[str, bytes, VariantSpec]]:
    yield "alpha-kept", _file(drawings.badge(), "png"), _spec(width=60)
    yield (
        "alpha-flattened",
        _file(drawings.badge(), "png"),
        _spec(width=60, format="jpeg", background="#30c060"),
    )
    yield "alpha-contain", _file(drawings.badge(), "png"), _spec(fit="contain", background="#ffff00")
    yield "alpha-gif", _file(drawings.badge(), "png"), _spec(width=60, format="gif")
    gray_profile = icc.gray(icc.gamma_curve(1.0))
    yield (
        "alpha-gray-profile",
        _file(drawings.badge().convert("LA"), "png", icc_profile=gray_profile),
        _spec(width=60),
    )
    yield "alpha-color16", drawings.color16(), _spec(width=60)
    yield "alpha-palette", _file(drawings.badge().quantize(64), "png"), _spec(width=60)


def _effects() -> Iterator[tuple[str, bytes, VariantSpec]]:
    settings: Mapping[str, Any] = {"grayscale": True, "blur": 2.0, "sharpen": True}
    for name, value in settings.items():
        yield f"effect-{name}", _file(drawings.landscape(), "png"), _spec(**{name: value})
    padded = _spec(width=120, fit="contain", background="#c04080", **settings)
    yield "effects-padded", _file(drawings.landscape(), "png"), padded
    yield "effects-alpha", _file(drawings.badge(), "png"), _spec(width=60, **settings)


def render(content: bytes, spec: VariantSpec) -> Image.Image:
    """Render one variant and decode it."""
    info = _ENGINE.inspect(content)
    (variant,) = _ENGINE.render(content, info, plan(info, [spec])).variants
    return Image.open(BytesIO(variant.content))


def _spec(**fields: Any) -> VariantSpec:
    return structs.replace(VariantSpec(name="golden", width=90, height=60, quality=90), **fields)


def _file(image: Image.Image, format_: str, **options: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, format_, **options)
    return buffer.getvalue()


def _rotated(orientation: int) -> bytes:
    image = drawings.landscape()
    exif = Image.Exif()
    exif[0x0112] = orientation
    if orientation in UNDO:
        image = image.transpose(UNDO[orientation])
    return _file(image, "jpeg", quality=92, exif=exif)


if __name__ == "__main__":
    for name, content, spec in cases():
        render(content, spec).convert("RGBA").save(EXPECTED / f"{name}.png", optimize=True)
