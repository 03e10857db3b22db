"""The data that Darkroom works with: frozen, without behaviour that needs I/O."""

from chalicelib.models.event import Event
from chalicelib.models.exchange import Focus, ListRequest, Page, UploadForm, UploadRequest
from chalicelib.models.picture import (
    MAX_SIDE,
    Color,
    Fit,
    Format,
    ImageInfo,
    Keep,
    Placeholder,
    Position,
    Rendered,
    Rendering,
    Timings,
    VariantPlan,
    VariantSpec,
)
from chalicelib.models.record import Failure, Image, Source, Status, StoredOutput, UploadTerms, Variant
from chalicelib.models.run import Result, Stored, Work

__all__ = [
    "MAX_SIDE",
    "Color",
    "Event",
    "Failure",
    "Fit",
    "Focus",
    "Format",
    "Image",
    "ImageInfo",
    "Keep",
    "ListRequest",
    "Page",
    "Placeholder",
    "Position",
    "Rendered",
    "Rendering",
    "Result",
    "Source",
    "Status",
    "Stored",
    "StoredOutput",
    "Timings",
    "UploadForm",
    "UploadRequest",
    "UploadTerms",
    "Variant",
    "VariantPlan",
    "VariantSpec",
    "Work",
]
