"""What the engine makes of a file: a few variants, which between them use every decoder and encoder."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from chalicelib.domain.geometry import plan
from chalicelib.errors import Rejected
from chalicelib.models import MAX_SIDE, Format, ImageInfo, VariantSpec
from chalicelib.ports.processing import ImageEngine

# The formats that still images are written to in turn, at half the size.
_FORMATS: tuple[Literal["source"] | Format, ...] = ("source", "webp", "jpeg", "avif")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One variant. `scale` is that of both sides, 1 or 0.5."""

    format: Format
    content: bytes
    scale: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """The engine rendered nothing, for this reason."""

    code: str


def render(engine: ImageEngine, content: bytes) -> Sequence[Output] | Refusal:
    """Render the variants that are compared, or tell why there are none.

    Each is rendered on its own: a variant at half the size that is not scaled from a larger one decodes
    only what it needs.
    """
    try:
        info = engine.inspect(content)
        return [_rendered(engine, content, info, spec) for spec in _specs(info, zlib.crc32(content))]
    except Rejected as error:
        return Refusal(error.code)
    except Exception as error:  # noqa: BLE001 - an error of any other type is a fault to report
        return Refusal(f"{type(error).__name__}: {error}")


def _rendered(engine: ImageEngine, content: bytes, info: ImageInfo, spec: VariantSpec) -> Output:
    plans = plan(info, (spec,))
    (variant,) = engine.render(content, info, plans).variants
    return Output(format=plans[0].format, content=variant.content, scale=0.5 if spec.fit == "fill" else 1.0)


def _specs(info: ImageInfo, seed: int) -> Iterator[VariantSpec]:
    """Yield the presets: PNG, which has no loss, and others. Animated are WebP and the source's format."""
    yield _full("png")
    if info.frames > 1:
        yield _full("webp")
        if info.format == "gif":
            yield _full("gif")
        yield _half("jpeg", info)
    else:
        yield _half("gif" if info.format == "gif" else _FORMATS[seed % len(_FORMATS)], info)


def _full(format_: Format) -> VariantSpec:
    return VariantSpec(name="full", width=MAX_SIDE, height=MAX_SIDE, format=format_, quality=100)


def _half(format_: Literal["source"] | Format, info: ImageInfo) -> VariantSpec:
    width, height = max(1, info.width // 2), max(1, info.height // 2)
    return VariantSpec(name="half", width=width, height=height, fit="fill", format=format_, quality=100)
