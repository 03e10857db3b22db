import io

import msgspec
import pytest
from darkroom import Image
from darkroom.cli.output import create_reporter
from rich.console import Console

from tests.unit.client import payloads

ID = "0123456789" * 3


def printed(width: int, *images: Image) -> list[str]:
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, color_system=None, width=width)
    create_reporter(console, as_json=False).images(images)
    return written.getvalue().splitlines()


def an_image(**changes: object) -> Image:
    return msgspec.convert(payloads.image(ID) | changes, Image)


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (100, ["id", "status", "created", "size", "pixels", "filename"]),
        (80, ["id", "status", "size", "pixels", "filename"]),
        (60, ["id", "status", "size", "filename"]),
        (50, ["id", "status", "filename"]),
        (40, ["id", "status", "filename"]),
    ],
)
def test_shows_the_columns_that_fit(width: int, columns: list[str]) -> None:
    lines = printed(width, an_image(size=2_500_000))

    assert lines[0].split() == columns
    assert all(len(line) <= width for line in lines)


def test_shows_sizes_with_units_and_in_pixels() -> None:
    _, row = printed(120, an_image(size=2_500_000))
    assert row.split() == [ID, "ready", "2026-01-02T03:04:05Z", "2.5", "MB", "400x300", "cat.jpg"]


def test_wraps_a_long_name_beside_a_whole_id() -> None:
    header, first, second = printed(80, an_image(filename="holiday " * 4))
    assert first.startswith(f"{ID}  ready  ")
    assert second.startswith(" " * header.index("filename"))
    assert second.strip()


def test_an_empty_listing_has_a_header() -> None:
    (header,) = printed(80)
    assert header.split() == ["id", "status", "created", "size", "pixels", "filename"]


def test_unknown_sizes_are_empty() -> None:
    _, row = printed(120, an_image(status="pending", size=None, width=None, height=None, variants=[]))
    assert row.split() == [ID, "pending", "2026-01-02T03:04:05Z", "cat.jpg"]
