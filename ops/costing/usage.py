"""Calculate how much of each AWS service one image uses, in the units that AWS bills."""

from dataclasses import dataclass

from ops.costing.measurements import Measurements

# One full vCPU: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
FULL_CORE_MB = 1769
# A camera JPEG has about three megapixels per megabyte.
_MEGAPIXELS_PER_MB = 3.0
# Milliseconds to wait for a call; assumed, not measured, as in load/assumptions.json.
_DYNAMODB_WAIT, _S3_WAIT = 8, 80
_REQUEST_CPU = 6
# One API request for the upload form, and two to poll the image.
_REQUESTS = 3
# Counted in the log of one image: the function's own lines, including metrics, and Lambda's report.
_LOG_BYTES_RUN, _LOG_BYTES_REQUEST = 2_400, 800
# The pipeline's calls. An update is billed as three writes: the table and both indexes.
_RUN_READS, _RUN_UPDATES = 1, 2
_WRITES_EACH = 3
# The record of the upload form, the quota counter, the claim of the Idempotency-Key, and the stored
# response, which takes up to 4 KB if a role has signed the form.
_FORM_WRITES = _WRITES_EACH + 1 + 1 + 4
# The upload is read once; then the variants are written one after the other.
_UPLOAD_READS = 1
_KB_PER_VARIANT = 20


@dataclass(frozen=True, kw_only=True)
class Image:
    """An average image, and the memory of the function that renders it."""

    megabytes: float
    variants: int
    memory_mb: int

    @property
    def megapixels(self) -> float:
        """The megapixels, estimated from the file size."""
        return self.megabytes * _MEGAPIXELS_PER_MB


def run_ms(image: Image, measurements: Measurements) -> float:
    """Return the billed milliseconds of the function that renders. Less memory means a slower CPU."""
    waits = (_RUN_READS + _RUN_UPDATES) * _DYNAMODB_WAIT + (_UPLOAD_READS + image.variants) * _S3_WAIT
    return measurements.cpu(image.megapixels) / _cpu_share(image) + waits


def per_image(image: Image, measurements: Measurements) -> dict[str, float]:
    """Return the amounts by the name of their price, without storage."""
    request_ms = _REQUEST_CPU / _cpu_share(image) + _DYNAMODB_WAIT
    seconds = (run_ms(image, measurements) + _REQUESTS * request_ms) / 1000
    return {
        "lambda_gb_second": seconds * image.memory_mb / 1024,
        # The authorizer runs once; API Gateway caches its result.
        "lambda_request": 1 + _REQUESTS + 1,
        "s3_read": _UPLOAD_READS,
        "s3_write": 1 + image.variants,
        "dynamodb_read": _RUN_READS + _REQUESTS,
        "dynamodb_write": _RUN_UPDATES * _WRITES_EACH + _FORM_WRITES,
        "api_request": _REQUESTS,
        "logs_gb": (_LOG_BYTES_RUN + _REQUESTS * _LOG_BYTES_REQUEST) / 1e9,
    }


def _cpu_share(image: Image) -> float:
    return min(1.0, image.memory_mb / FULL_CORE_MB)


def stored_gb(image: Image) -> float:
    """Return the gigabytes that one image takes in S3: the upload and its variants."""
    return (image.megabytes * 1000 + image.variants * _KB_PER_VARIANT) / 1e6
