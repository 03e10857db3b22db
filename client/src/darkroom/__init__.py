"""Python client for Darkroom, serverless image processing on AWS."""

from darkroom.batch import UploadResult, upload_all
from darkroom.client import Client
from darkroom.errors import (
    ApiError,
    ConnectionFailed,
    DarkroomError,
    DownloadError,
    ImageFailed,
    InvalidRequestError,
    InvalidResponse,
    InvalidWebhook,
    MissingVariant,
    NotFoundError,
    UnauthorizedError,
    UnavailableError,
    UnusableFile,
    UploadError,
    UploadFormExpired,
    WaitTimeout,
)
from darkroom.models import (
    ContentCredentials,
    Failure,
    Image,
    Placeholder,
    Preset,
    Presets,
    Provenance,
    Status,
    Variant,
)

__version__ = "0.1.0"

__all__ = [
    "ApiError",
    "Client",
    "ConnectionFailed",
    "ContentCredentials",
    "DarkroomError",
    "DownloadError",
    "Failure",
    "Image",
    "ImageFailed",
    "InvalidRequestError",
    "InvalidResponse",
    "InvalidWebhook",
    "MissingVariant",
    "NotFoundError",
    "Placeholder",
    "Preset",
    "Presets",
    "Provenance",
    "Status",
    "UnauthorizedError",
    "UnavailableError",
    "UnusableFile",
    "UploadError",
    "UploadFormExpired",
    "UploadResult",
    "Variant",
    "WaitTimeout",
    "upload_all",
]
