from io import BytesIO
from typing import IO

import pytest
from PIL import Image

from chalicelib.imaging.encoding import memory_file
from tests.unit.imaging.samples import photo


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp", "avif", "gif"])
def test_a_memory_file_gets_the_same_bytes_as_a_buffer(format_: str) -> None:
    image: Image.Image = photo(300, 200)
    buffer = BytesIO()
    image.save(buffer, format_)

    def write(file: IO[bytes]) -> None:
        image.save(file, format_)

    assert memory_file.bytes_from(write) == buffer.getvalue()
