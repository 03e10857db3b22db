from io import BytesIO

import pytest
from PIL import Image

from chalicelib.imaging.encoding import memory_file
from chalicelib.models import Format
from tests.unit.imaging.samples import photo


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp", "avif", "gif"])
def test_a_memory_file_gets_the_same_bytes_as_a_buffer(format_: Format) -> None:
    image: Image.Image = photo(300, 200)
    buffer = BytesIO()
    image.save(buffer, format_)
    assert memory_file.saved(image, format_) == buffer.getvalue()
