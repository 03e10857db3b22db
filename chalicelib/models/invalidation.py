"""Requests to invalidate what the CDN has cached of an image."""

from datetime import datetime

from msgspec import Struct


class InvalidationRequest(Struct, frozen=True, kw_only=True):
    """The CDN has to drop its copies of one image's outputs, which were removed before `requested_at`.

    `tag` is the cache tag of the outputs. The invalidation counts against the quota of `owner`.
    """

    tag: str
    owner: str
    requested_at: datetime


class FullInvalidation(Struct, frozen=True, kw_only=True):
    """The latest invalidation of all outputs.

    `claimed_at` is when a caller was last allowed to request one, and `is_new` whether this caller was.
    `accepted` is the `claimed_at` of the last one that the CDN accepted.
    """

    claimed_at: datetime
    is_new: bool
    accepted: datetime | None = None
