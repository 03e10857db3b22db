"""The S3 metadata of Darkroom's outputs. Copies of an object keep it."""

from collections.abc import Mapping

OUTPUT = {"darkroom": "output"}
CACHE_TAG = "cache-tag"
"""The name of the metadata with the cache tag. S3 serves it as the header `x-amz-meta-cache-tag`."""


def of_output(cache_tag: str) -> dict[str, str]:
    """Return the metadata of a new output."""
    return {**OUTPUT, CACHE_TAG: cache_tag}


def is_output(metadata: Mapping[str, str]) -> bool:
    """Return whether an object with this metadata is an output."""
    return OUTPUT.items() <= metadata.items()
