"""Read the container of WebP."""

from chalicelib.imaging.containers.container import Container


def read(content: bytes, max_frames: int) -> Container:  # noqa: ARG001  one signature for all formats
    """Return the container."""
    return Container(stream=content)
