"""The S3 metadata that marks an object as Darkroom's output. Copies of the object keep it."""

from collections.abc import Mapping

OUTPUT = {"darkroom": "output"}


def is_output(metadata: Mapping[str, str]) -> bool:
    """Return whether an object with this metadata is an output."""
    return OUTPUT.items() <= metadata.items()
