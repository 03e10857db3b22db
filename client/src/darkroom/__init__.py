"""Python client for Darkroom, serverless image processing on AWS."""

from darkroom.async_client import AsyncClient
from darkroom.batch import UploadResult, upload_all
from darkroom.bodies import UNCHANGED, MetadataFields
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
from darkroom.image import Image
from darkroom.models import (
    ContentCredentials,
    Crop,
    Failure,
    Focus,
    Metadata,
    OnDemand,
    OnDemandPreset,
    Placeholder,
    Preset,
    Presets,
    Provenance,
    Source,
    Status,
    Variant,
)
from darkroom.upload_models import MultipartUpload, ResumedUpload, Upload, UploadForm, UploadPart
from darkroom.urls import UrlBuilder

__version__ = "1.0.0"

__all__ = [
    "UNCHANGED",
    "ApiError",
    "AsyncClient",
    "Client",
    "ConnectionFailed",
    "ContentCredentials",
    "Crop",
    "DarkroomError",
    "DownloadError",
    "Failure",
    "Focus",
    "Image",
    "ImageFailed",
    "InvalidRequestError",
    "InvalidResponse",
    "InvalidWebhook",
    "Metadata",
    "MetadataFields",
    "MissingVariant",
    "MultipartUpload",
    "NotFoundError",
    "OnDemand",
    "OnDemandPreset",
    "Placeholder",
    "Preset",
    "Presets",
    "Provenance",
    "ResumedUpload",
    "Source",
    "Status",
    "UnauthorizedError",
    "UnavailableError",
    "UnusableFile",
    "Upload",
    "UploadError",
    "UploadForm",
    "UploadFormExpired",
    "UploadPart",
    "UploadResult",
    "UrlBuilder",
    "Variant",
    "WaitTimeout",
    "upload_all",
]
