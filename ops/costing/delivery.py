"""Calculate what delivering variants to viewers uses, straight from S3 and through CloudFront."""

from collections.abc import Mapping
from datetime import timedelta

from chalicelib.domain.invalidation import FULL_INTERVAL
from ops.costing.prices import BYTES_PER_GB
from ops.costing.statement import Amounts
from ops.costing.usage import Image

# The assumed share of requests that CloudFront forwards to S3. The transfer from S3 to CloudFront is free.
MISSES = 0.1
FULL_PER_DAY = timedelta(days=1) // FULL_INTERVAL
"""How many invalidations of everything fit into a day."""


def from_s3(image: Image, views: int) -> Mapping[str, Amounts]:
    """Return what is used if each variant of one image is viewed this often."""
    return {
        "Requests": {"s3_read": views * image.variants},
        "Transfer": {"transfer_out_gb": views * image.rendering.bytes / BYTES_PER_GB},
    }


def from_cloudfront(image: Image, views: int) -> Mapping[str, Amounts]:
    """Return what is used if each variant of one image is viewed this often."""
    requests = views * image.variants
    return {
        "Requests": {"cloudfront_request": requests, "s3_read": MISSES * requests},
        "Transfer": {"cloudfront_gb": views * image.rendering.bytes / BYTES_PER_GB},
    }
