"""When invalidations of single images give way to one of all, so that their price has a bound. Pure.

CloudFront charges for each tag or path of a request, and `/*` is one path:
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PayingForInvalidation.html
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from chalicelib.models import FullInvalidation, InvalidationRequest

FULL_INTERVAL = timedelta(minutes=5)
"""The least time between two invalidations of everything."""

# The clocks of two functions may differ by this much.
_CLOCK_SKEW = timedelta(seconds=10)
# Digits of the digest: 128 bits.
_DIGITS = 32


def by_owner(requests: Iterable[InvalidationRequest]) -> Mapping[str, list[InvalidationRequest]]:
    """Group requests by owner. Of several requests for the same tag, only the newest is kept."""
    newest = {each.tag: each for each in sorted(requests, key=lambda each: each.requested_at)}
    groups: dict[str, list[InvalidationRequest]] = {}
    for request in newest.values():
        groups.setdefault(request.owner, []).append(request)
    return groups


def not_covered(requests: Iterable[InvalidationRequest], full: FullInvalidation) -> list[InvalidationRequest]:
    """Return the requests that the latest accepted invalidation of everything does not stand for."""
    if full.accepted is None:
        return list(requests)
    return [each for each in requests if each.requested_at + _CLOCK_SKEW >= full.accepted]


def wait(full: FullInvalidation, now: datetime) -> timedelta:
    """Return how long to wait until everything can be invalidated again: 1 second to FULL_INTERVAL."""
    left = full.claimed_at + FULL_INTERVAL - now
    return min(max(left, timedelta(seconds=1)), FULL_INTERVAL)


def reference(requests: Iterable[InvalidationRequest]) -> str:
    """Return a digest that is the same for the same requests, and different for any others."""
    lines = sorted(f"{each.tag} {each.requested_at.isoformat()}" for each in requests)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def cache_tag(image_id: str) -> str:
    """Return the tag by which a CDN finds all its copies of an image's outputs: 32 hex digits.

    Not the id itself, because CloudFront ignores the case of tags, and two ids can differ in nothing else.
    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-by-tags.html
    """
    return hashlib.sha256(image_id.encode()).hexdigest()[:_DIGITS]
