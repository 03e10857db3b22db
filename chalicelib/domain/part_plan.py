"""How a file is split into the parts of a multipart upload. Pure.

S3 requires 1 to 10,000 parts of 5 MiB to 5 GiB, except that the last one may be smaller:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from chalicelib.models import MultipartUpload, StoredPart

_MIB = 1024 * 1024

THRESHOLD = 50 * _MIB
"""Bytes. Larger files are uploaded in parts if the caller can do that."""

LIFETIME = timedelta(hours=1)
"""Time for which parts can be uploaded."""

MIN_PART_SIZE = 5 * _MIB

# The response with a URL for each part stays far below the limits of Lambda (6 MB) and of a stored response
# (400 KB), even with long filenames and session tokens.
MAX_PARTS = 100


def part_size(size: int) -> int:
    """Return the size of all parts but the last one for a file of `size` bytes: a multiple of 1 MiB."""
    smallest = _divided(size, MAX_PARTS)
    return max(MIN_PART_SIZE, _divided(smallest, _MIB) * _MIB)


def sizes(upload: MultipartUpload) -> Sequence[int]:
    """Return the size of each part. The first part has the number 1."""
    number = _divided(upload.size, upload.part_size)
    last = upload.size - (number - 1) * upload.part_size
    return (*(upload.part_size for _ in range(number - 1)), last)


def numbers(upload: MultipartUpload) -> Sequence[int]:
    """Return the numbers of all parts."""
    return range(1, len(sizes(upload)) + 1)


def missing(upload: MultipartUpload, stored: Iterable[StoredPart]) -> Sequence[int]:
    """Return the numbers of the parts that are not stored with exactly their sizes."""
    found = {part.number: part.size for part in stored}
    return [number for number, size in enumerate(sizes(upload), start=1) if found.get(number) != size]


def _divided(dividend: int, divisor: int) -> int:
    """Return the quotient, rounded up."""
    return -(-dividend // divisor)
