"""The settings that the app is registered with: names of buckets and queues, and which routes are public."""

import os

from chalicelib.bootstrap import darkroom
from chalicelib.config.settings import Settings
from chalicelib.errors import ConfigurationError

_INVALID = "invalid"
# Lambda sets it: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
_ON_LAMBDA = "AWS_LAMBDA_FUNCTION_NAME"


def registration_settings() -> Settings:
    """Return the settings that Chalice needs while it imports the app. Raises ConfigurationError.

    If they are invalid on Lambda, placeholders are returned. Lambda calls functions by their names, whatever
    they are registered for, and each call then reports the error: the API with a problem document, which it
    could not send if the import failed.
    """
    try:
        return darkroom().settings
    except ConfigurationError:
        if _ON_LAMBDA not in os.environ:
            raise
        return Settings(
            upload_bucket=_INVALID,
            dest_bucket=_INVALID,
            images_table=_INVALID,
            tokens_table=_INVALID,
            failures_queue=_INVALID,
            deferred_queue=_INVALID,
            erasures_queue=_INVALID,
            webhooks_queue=_INVALID,
            invalidations_queue=_INVALID,
        )
