"""Read the container of PNG."""

from chalicelib.imaging.containers import apng
from chalicelib.imaging.containers.container import Container


def read(content: bytes, max_frames: int) -> Container:
    """Return the container."""
    frames, plays = apng.outline(content, max_frames)
    return Container(stream=content, frames=frames, plays=plays)
