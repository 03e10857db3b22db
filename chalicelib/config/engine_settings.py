"""The settings of the image engine."""

from dataclasses import dataclass

from chalicelib.config.enums import KernelMode
from chalicelib.config.resources import Resources


@dataclass(frozen=True, kw_only=True)
class EngineSettings(Resources):
    """How images are rendered. The string below each field is its description, as in `Settings`."""

    max_decode_bytes: int = 1_000_000_000
    """Maximum memory for processing an image, in bytes, as estimated before it is decoded: for decoding, all
    variants and all frames. On Lambda, the default is 60% of the function's memory."""
    darkroom_kernel: KernelMode = KernelMode.AUTO
    """How images are rendered. With `on`, the compiled kernel does what Pillow does without SIMD
    instructions, and must be there. With `off`, Pillow does everything. With `auto`, that depends on whether
    `make kernel` has compiled it. A change makes all images out of date (`docs/howto/backfill.md`)."""
