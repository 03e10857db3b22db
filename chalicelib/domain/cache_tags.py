"""Cache tags, by which a CDN finds all its copies of one image's outputs."""

import hashlib

# Digits of the digest: 128 bits.
_DIGITS = 32


def cache_tag(image_id: str) -> str:
    """Return the cache tag of an image: 32 hex digits.

    Not the id itself, because CloudFront ignores the case of tags, and two ids can differ in nothing else.
    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-by-tags.html
    """
    return hashlib.sha256(image_id.encode()).hexdigest()[:_DIGITS]
