"""The settings and presets that unit tests use."""

from datetime import timedelta

from chalicelib.access.usage import Limits
from chalicelib.config.settings import Settings
from chalicelib.domain.kept_data import DataLifetimes
from chalicelib.domain.presets import Presets
from chalicelib.models import VariantSpec

KEY = "images/cat.jpg"
OWNER = "public"
ID_SECRET = bytes(range(32))
# More than any test uses.
LIMITS = Limits(images=1000, bytes=1_000_000, forms=1000)
EXECUTION_LIFETIME = timedelta(minutes=11)
STUCK_AFTER = timedelta(minutes=15)
PART_SIZE = 8
GRACE = timedelta(days=7)

LIFETIMES = DataLifetimes(logs=timedelta(days=30), has_executions=False)

SETTINGS = Settings(
    upload_bucket="uploads",
    dest_bucket="processed",
    images_table="images",
    tokens_table="tokens",
    failures_queue="failures",
    deferred_queue="deferred",
    erasures_queue="erasures",
    max_upload_bytes=1000,
    process_function="darkroom-test-process_upload",
)

PRESETS = Presets(
    presets=(
        VariantSpec(name="300x300", width=300, height=300),
        VariantSpec(name="large", width=1600, height=1600),
    ),
    default=("300x300",),
)
