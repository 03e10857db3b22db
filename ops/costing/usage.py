"""What one image uses of each service, in the units that AWS counts."""

from dataclasses import dataclass

from ops.costing.measured import Measured

# One whole processor: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
FULL_CORE_MB = 1769
# A camera's JPEG has about three megapixels in each megabyte.
_MEGAPIXELS_PER_MB = 3.0
# Assumed, not measured, in ms: what a call waits for, as in load/assumptions.json.
_DYNAMODB_WAIT, _S3_WAIT = 8, 80
_REQUEST_CPU = 6
# A call of the API for the form, and two looks at the document.
_REQUESTS = 3
# Counted from the log of one image: the function's own lines, metrics among them, and Lambda's report.
_LOG_BYTES_RUN, _LOG_BYTES_REQUEST = 2_400, 800
# As the pipeline makes them; an update counts as three writes, for the table and both indexes.
_RUN_READS, _RUN_UPDATES = 1, 2
_WRITES_EACH = 3
# The form's record, the count against the quotas, the claim of an Idempotency-Key, and the answer that is
# kept under it: with a signature by a role it has up to four kilobytes.
_FORM_WRITES = _WRITES_EACH + 1 + 1 + 4
# The upload is read once, then the variants are written, one after the other.
_UPLOAD_READS = 1
_KB_PER_VARIANT = 20


@dataclass(frozen=True, kw_only=True)
class Image:
    """One image of an average kind, and the function that renders it."""

    megabytes: float
    variants: int
    memory_mb: int

    @property
    def megapixels(self) -> float:
        """Estimated from the bytes."""
        return self.megabytes * _MEGAPIXELS_PER_MB


def run_ms(image: Image, measured: Measured) -> float:
    """Return what the function that renders is billed for; with less memory it has less of a processor."""
    waits = (_RUN_READS + _RUN_UPDATES) * _DYNAMODB_WAIT + (_UPLOAD_READS + image.variants) * _S3_WAIT
    return measured.cpu(image.megapixels) / _share(image) + waits


def per_image(image: Image, measured: Measured) -> dict[str, float]:
    """Return amounts by the name of their price, all but what is stored."""
    request_ms = _REQUEST_CPU / _share(image) + _DYNAMODB_WAIT
    seconds = (run_ms(image, measured) + _REQUESTS * request_ms) / 1000
    return {
        "lambda_gb_second": seconds * image.memory_mb / 1024,
        # The authorizer is asked once, and its answer remembered.
        "lambda_request": 1 + _REQUESTS + 1,
        "s3_read": _UPLOAD_READS,
        "s3_write": 1 + image.variants,
        "dynamodb_read": _RUN_READS + _REQUESTS,
        "dynamodb_write": _RUN_UPDATES * _WRITES_EACH + _FORM_WRITES,
        "api_request": _REQUESTS,
        "logs_gb": (_LOG_BYTES_RUN + _REQUESTS * _LOG_BYTES_REQUEST) / 1e9,
    }


def _share(image: Image) -> float:
    return min(1.0, image.memory_mb / FULL_CORE_MB)


def stored_gb(image: Image) -> float:
    """Return the gigabytes that stay in S3 for one image: the upload and its variants."""
    return (image.megabytes * 1000 + image.variants * _KB_PER_VARIANT) / 1e6
