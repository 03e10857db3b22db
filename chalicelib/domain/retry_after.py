"""How long callers wait before they look at an image (again), for `Retry-After`. Pure.

Most callers should find their image finished at the first look, without waiting much longer than it takes:
`python -m load.polling` shows both. The times are means in seconds. The engine's share is measured, in
bench/results; the waits for AWS are assumed, in load/assumptions.json.
"""

from datetime import datetime
from math import ceil

from chalicelib.models import Image, Status

SHORTEST, LONGEST = 1, 30

# From the end of the upload to the claim: S3's event, and Lambda's invocation. Assumed, not measured.
_DELIVERY = 0.5
# A run: claim, read and commit, and one variant of a small image.
_RUN = 0.3
_PER_MB = 0.03
# Decoding them takes longer than reading.
_SLOW_TYPES = frozenset({"image/heic", "image/heif", "image/avif"})
_PER_MB_OF_SLOW_TYPE = 0.25
# Each variant but the first is encoded and stored. Those of small images are small.
_PER_VARIANT = 0.12
_MB = 1_000_000
# A photo, if the caller has not said the size.
_USUAL_BYTES = 3 * _MB
# After an unsuccessful look, callers wait for this part of the time that they have waited already.
_BACKOFF = 4


def after_upload(image: Image, variants: int = 1) -> int:
    """Return the seconds from the end of the upload, or from a request to render again, to the first look."""
    return _bounded(_DELIVERY + _run(image, max(variants, len(image.requested))))


def after_look(image: Image, now: datetime) -> int:
    """Return the seconds until the next look at an image that is not finished.

    Once a run takes longer than expected, or none begins, the cause is not known: a slow upload, a cold
    start, an event that waits for the owner's share, or an attempt that failed, which Lambda repeats after
    one and two minutes. So the pauses grow with the time since the claim, or since the form.
    """
    waited = (now - image.updated_at).total_seconds()
    expected = _run(image, len(image.requested)) if image.status is Status.PROCESSING else 0
    return _bounded(expected - waited if waited < expected else waited / _BACKOFF)


def _run(image: Image, variants: int) -> float:
    megabytes = (image.size or _USUAL_BYTES) / _MB
    per_mb = _PER_MB_OF_SLOW_TYPE if image.content_type in _SLOW_TYPES else _PER_MB
    return _RUN + megabytes * per_mb + _PER_VARIANT * max(0, variants - 1) * min(1, megabytes)


def _bounded(seconds: float) -> int:
    return min(max(ceil(seconds), SHORTEST), LONGEST)
