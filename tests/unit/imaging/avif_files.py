"""AVIF files for the tests of the HEIF container."""

from dataclasses import replace

from chalicelib.imaging.color.description import ColorDescription
from chalicelib.imaging.containers import heif
from chalicelib.imaging.containers.container import Container
from tests.unit.imaging import heif_files as file
from tests.unit.imaging.heif_files import Item
from tests.unit.imaging.samples import encoded, quarters

COLORS = file.nclx(1, 13, 6, full_range=True)
PLAIN = file.coded(encoded(quarters(64, 48), "avif", quality=90))
TIFF = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
HDR_GAIN_MAP = file.aux(b"urn:com:apple:photo:2020:aux:hdrgainmap\0")


def avif(*extra: bytes) -> bytes:
    """Return an AVIF of `quarters` with additional properties."""
    return file.file([replace(PLAIN, properties=[*PLAIN.properties, *extra])])


def with_items(*items: Item) -> bytes:
    return file.file([PLAIN, *items])


def about_it(kind: bytes, data: bytes, content_type: bytes = b"") -> Item:
    return Item(kind=kind, data=data, content_type=content_type, references={b"cdsc": [1]})


def derived(kind: bytes, data: bytes, *to: int, size: tuple[int, int] = (64, 48)) -> Item:
    return Item(kind=kind, data=data, properties=[file.ispe(*size)], references={b"dimg": to})


def read(content: bytes) -> Container:
    return heif.read(content, max_frames=10)


def colored(*boxes: bytes) -> ColorDescription:
    """Return the color of an image with only these `colr` boxes."""
    others = [each for each in PLAIN.properties if each[4:8] != b"colr"]
    return read(file.file([replace(PLAIN, properties=[*others, *boxes])])).color
