"""Read the container of HEIF, the container of AVIF and HEIC."""

from chalicelib.imaging.containers.container import Container


def read(content: bytes, max_frames: int) -> Container:  # noqa: ARG001  one signature for all formats
    """Return the container."""
    return Container(stream=content)
