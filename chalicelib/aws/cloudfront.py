"""Invalidate what CloudFront has cached."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib.aws.errors import translate_errors

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient

_ALL = "/*"


class CloudFrontCdn:
    """A CloudFront distribution whose `CacheTagConfig` names the header with the outputs' cache tags."""

    def __init__(self, client: "CloudFrontClient", distribution_id: str) -> None:
        self._client = client
        self._distribution_id = distribution_id

    def invalidate_tags(self, tags: Sequence[str], reference: str) -> None:
        """Invalidate by tag: a path that begins with `#` is a tag.

        https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-tags.html
        """
        self._invalidate([f"#{tag}" for tag in tags], reference)

    def invalidate_all(self, reference: str) -> None:
        """Invalidate everything."""
        self._invalidate([_ALL], reference)

    def _invalidate(self, paths: Sequence[str], reference: str) -> None:
        with translate_errors("Invalidating the CDN's copies"):
            self._client.create_invalidation(
                DistributionId=self._distribution_id,
                InvalidationBatch={
                    "Paths": {"Quantity": len(paths), "Items": list(paths)},
                    "CallerReference": reference,
                },
            )
