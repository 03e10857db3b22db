"""The settings and presets that unit tests use."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from msgspec.structs import replace

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

# The variables of the settings that have no default.
RESOURCES: Mapping[str, str] = MappingProxyType(
    {
        "UPLOAD_BUCKET": "uploads",
        "DEST_BUCKET": "processed",
        "IMAGES_TABLE": "images",
        "TOKENS_TABLE": "tokens",
        "FAILURES_QUEUE": "failures",
        "DEFERRED_QUEUE": "deferred",
        "ERASURES_QUEUE": "erasures",
    }
)
SETTINGS = replace(
    Settings.from_env(RESOURCES), max_upload_bytes=1000, process_function="darkroom-test-process_upload"
)

PRESETS = Presets(
    presets=(
        VariantSpec(name="300x300", width=300, height=300),
        VariantSpec(name="large", width=1600, height=1600),
    ),
    default=("300x300",),
)
