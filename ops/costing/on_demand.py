"""Calculate what variants on demand use: the first view of one, which renders it, and the later ones."""

from collections.abc import Mapping

from msgspec import Struct

from ops.costing.delivery import MISSES
from ops.costing.prices import BYTES_PER_GB
from ops.costing.statement import Amounts, add, times
from ops.costing.usage import DYNAMODB_WAIT, LOG_SHORT, REQUEST_CPU, S3_SMALL_WAIT, S3_WAIT, Deployment, Image

# The API reads the record, claims the file and counts it for the image and its owner. The function reads the
# record before and after. Its reads are strongly consistent.
API_READS, API_WRITES, FUNCTION_READS = 1, 3, 2
# The API looks for the file; the function gets the source and stores the file.
API_HEADS, FUNCTION_GETS, FUNCTION_PUTS = 1, 1, 1
CALLS: Amounts = {
    "dynamodb_read": API_READS + FUNCTION_READS,
    "dynamodb_write": API_WRITES,
    "s3_read": API_HEADS + FUNCTION_GETS,
    "s3_write": FUNCTION_PUTS,
}
_FUNCTION_CALLS = FUNCTION_READS + FUNCTION_GETS + FUNCTION_PUTS
# What the API answers: a redirect, whose headers make up most of it.
REDIRECT_BYTES = 2_000


class Variants(Struct, frozen=True, kw_only=True):
    """The variants on demand of an average image, which are as large and take as long as those at upload."""

    image: Image
    deployment: Deployment
    call_ms: float

    @property
    def bytes(self) -> float:
        """The average size of one."""
        return self.image.rendering.bytes / self.image.variants

    def rendering(self) -> Amounts:
        """Return what rendering one uses, with the request to the API, which waits for the function."""
        function_ms = self._function_ms()
        return {
            **self.deployment.lambda_seconds((function_ms + self._api_ms() + function_ms) / 1000),
            "lambda_request": 2,
            "api_request": 1,
            **CALLS,
            "transfer_out_gb": REDIRECT_BYTES / BYTES_PER_GB,
            "logs_gb": 2 * LOG_SHORT / BYTES_PER_GB,
        }

    def views(self) -> Mapping[str, Mapping[str, Amounts]]:
        """Return what the first and each later view use, through CloudFront and without a CDN."""
        return {
            "through CloudFront": {
                # The viewer comes twice. Each time, S3 is asked, and does not have the file at first.
                "First view": add(
                    self.rendering(), times(2, _CLOUDFRONT), {"s3_read": 2}, self._cloudfront()
                ),
                "Later view": add(_CLOUDFRONT, {"s3_read": MISSES}, self._cloudfront()),
            },
            "without a CDN": {
                "First view": add(self.rendering(), {"s3_read": 1}, self._s3()),
                "Later view": add(self._redirect(), {"s3_read": 1}, self._s3()),
            },
        }

    def stored(self) -> Amounts:
        """Return what storing one uses each month."""
        return {"s3_gb_month": self.bytes / BYTES_PER_GB}

    def _redirect(self) -> Amounts:
        """Return what a request uses whose file is there."""
        return {
            **self.deployment.lambda_seconds(self._api_ms(writes=0) / 1000),
            "lambda_request": 1,
            "api_request": 1,
            "dynamodb_read": API_READS,
            "s3_read": API_HEADS,
            "transfer_out_gb": REDIRECT_BYTES / BYTES_PER_GB,
            "logs_gb": LOG_SHORT / BYTES_PER_GB,
        }

    def _api_ms(self, writes: int = API_WRITES) -> float:
        waits = (API_READS + writes) * DYNAMODB_WAIT + API_HEADS * S3_SMALL_WAIT
        return REQUEST_CPU / self.deployment.cpu_share + waits

    def _function_ms(self) -> float:
        """Return the time of the function, which is that of the slowest preset."""
        cpu = self.image.rendering.longest + _FUNCTION_CALLS * self.call_ms
        s3_waits = FUNCTION_GETS * S3_WAIT + FUNCTION_PUTS * S3_SMALL_WAIT
        waits = FUNCTION_READS * DYNAMODB_WAIT + s3_waits
        return cpu / self.deployment.cpu_share + waits

    def _cloudfront(self) -> Amounts:
        return {"cloudfront_gb": self.bytes / BYTES_PER_GB}

    def _s3(self) -> Amounts:
        return {"transfer_out_gb": self.bytes / BYTES_PER_GB}


_CLOUDFRONT: Amounts = {"cloudfront_request": 1, "cloudfront_function": 1}
