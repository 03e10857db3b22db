from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image, ImageChops, ImageStat
from PIL.JpegImagePlugin import JpegImageFile

from chalicelib.imaging.decoding import jpeg
from tests.unit.imaging.samples import encoded, photo

PADDED = 16  # JPEG pads 4:2:0 images to multiples of 16 pixels


def with_padding(width: int, height: int) -> bytes:
    """Return a plain gray JPEG that is padded with white, as by some cameras.

    This encodes a larger image, and then changes the size in its header.
    """
    whole = (-(-width // PADDED) * PADDED, -(-height // PADDED) * PADDED)
    image = Image.new("RGB", whole, "white")
    image.paste((90, 90, 90), (0, 0, width, height))
    content = encoded(image, "jpeg", quality=100, subsampling=2)
    frame = content.index(b"\xff\xc0")
    return content[: frame + 5] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + content[frame + 9 :]


def opened(content: bytes) -> JpegImageFile:
    return JpegImageFile(BytesIO(content))


@pytest.mark.parametrize("scale", [2, 4, 8])
@pytest.mark.parametrize("beyond", range(1, 8))
def test_no_padding_bleeds_in_from_the_edges(scale: int, beyond: int) -> None:
    size = 320 + beyond, 240 + beyond
    content = with_padding(*size)
    wanted = size[0] // scale // 2, size[1] // scale // 2
    image, extent, _ = jpeg.shrink_on_load(content, opened(content), wanted, best=True)
    assert image.width == -(-size[0] // scale)
    small = image.convert("L").resize(wanted, Image.Resampling.LANCZOS, box=(0, 0, *extent))
    assert set(small.tobytes()) <= {89, 90, 91}


@pytest.mark.parametrize(
    ("wanted", "best", "scale"),
    [
        *((34, False, 8), (35, False, 4), (64, False, 4), (65, False, 2), (106, False, 2), (107, False, 1)),
        *((20, True, 8), (21, True, 4)),
    ],
)
def test_the_scale_leaves_enough_pixels(wanted: int, *, best: bool, scale: int) -> None:
    content = encoded(photo(320, 320), "jpeg")
    image, extent, decoded_scale = jpeg.shrink_on_load(content, opened(content), (wanted, wanted), best=best)
    assert decoded_scale == scale
    assert image.width == 320 // scale
    assert extent == (320 / scale, 320 / scale)


def test_subsampled_chroma_is_repeated_and_not_interpolated() -> None:
    fade = Image.linear_gradient("L").rotate(90).point([64 + level // 2 for level in range(256)])
    colors = Image.merge("YCbCr", (Image.new("L", fade.size, 128), fade, fade))
    content = encoded(colors.convert("RGB"), "jpeg", quality=95, subsampling=1)
    image, _, scale = jpeg.shrink_on_load(content, opened(content), (50, 50), best=False)
    row = image.crop((0, 0, 64, 1)).getchannel("B").tobytes()
    assert scale == 4
    assert max(abs(one - other) for one, other in zip(row[::2], row[1::2], strict=True)) <= 1
    assert min(other - one for one, other in pairwise(row[::2])) > 3


def test_a_shrunken_decode_looks_like_a_full_one() -> None:
    content = encoded(photo(1200, 900), "jpeg", quality=92)
    shrunken, extent, _ = jpeg.shrink_on_load(content, opened(content), (100, 75), best=False)
    small = shrunken.resize((100, 75), Image.Resampling.LANCZOS, box=(0, 0, *extent))
    full = opened(content).resize((100, 75), Image.Resampling.LANCZOS)
    assert max(ImageStat.Stat(ImageChops.difference(small, full)).mean) < 3
