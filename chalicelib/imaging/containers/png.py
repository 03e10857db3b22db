"""Read the container of PNG (https://www.w3.org/TR/png-3/). The input is untrusted."""

from chalicelib.imaging.containers import apng, png_color, png_metadata
from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.containers.png_reader import PngReader
from chalicelib.imaging.metadata import exif


def read(content: bytes, max_frames: int) -> Container:
    """Return the container. Raises CorruptImage, UnsupportedFormat.

    EXIF counts only before the image data, as in Chromium and libvips.
    """
    reader = PngReader(content)
    block = png_metadata.exif_block(reader.found)
    frames, plays = apng.outline(reader.stream, max_frames)
    return Container(
        stream=reader.stream,
        orientation=exif.orientation(block),
        color=png_color.describe(reader.found),
        exif=block,
        xmp=png_metadata.xmp_packet(reader.found),
        c2pa=png_metadata.c2pa_store(reader.found),
        frames=frames,
        plays=plays,
    )
