"""How an object shows that it is one of Darkroom's outputs: by its metadata, wherever it is copied to."""

from collections.abc import Mapping

OUTPUT = {"darkroom": "output"}


def is_output(metadata: Mapping[str, str]) -> bool:
    """Tell whether an object with this metadata is an output."""
    return OUTPUT.items() <= metadata.items()
