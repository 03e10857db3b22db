"""Render the files whose paths are on standard input with the kernel of a folder; write their checksums.

A process with AddressSanitizer does so to find errors, an ordinary one to compare.
"""

import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from chalicelib.domain.geometry import plan
from chalicelib.errors import Rejected
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.imaging.kernel import library, objects
from chalicelib.models import MAX_SIDE, ImageInfo, VariantSpec


def main() -> None:
    """Render all files. The only argument is the folder of the kernel."""
    objects.FOLDER = Path(sys.argv[1])
    assert library.loaded() is not None, "there is no kernel to test"
    engine = PillowEngine(Limits())
    for path in sys.stdin.read().splitlines():
        sys.stdout.write(f"{_checksum(engine, Path(path).read_bytes())} {path}\n")
        sys.stdout.flush()


def _checksum(engine: PillowEngine, content: bytes) -> str:
    try:
        info = engine.inspect(content)
        found = 0
        for spec in _specs(info):
            # Each on its own, so that each decodes the file.
            (variant,) = engine.render(content, info, plan(info, (spec,))).variants
            found = zlib.crc32(variant.content, found)
    except Rejected as error:
        return error.code
    return f"{found:08x}"


def _specs(info: ImageInfo) -> Iterator[VariantSpec]:
    yield VariantSpec(name="full", width=MAX_SIDE, height=MAX_SIDE, format="png")
    for name, divisor in (("half", 2), ("small", 9)):
        width, height = max(1, info.width // divisor), max(1, info.height // divisor)
        yield VariantSpec(name=name, width=width, height=height, fit="fill", format="png")
    width = max(1, info.width * 2 // 3)
    yield VariantSpec(name="square", width=width, height=width, fit="cover", format="png", enlarge=True)


if __name__ == "__main__":
    main()
