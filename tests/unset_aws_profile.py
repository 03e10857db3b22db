"""Unsets AWS_PROFILE. moto reads it when it is imported, which happens before any fixture runs."""

import os

os.environ.pop("AWS_PROFILE", None)
